/** What is wrong with a Set-Cookie of ours; undefined for nothing. Every one is looked at that a test's browser is sent. */
export declare function cookieFault(cookie: string, isSecure: boolean): string | undefined;
//# sourceMappingURL=cookie-fault.d.ts.map