/** Characters that a new password needs, and may have; NIST SP 800-63B asks for 8 and 64 at least, and for no other rules. */
export const passwordLength = { least: 10, most: 256 } as const;
