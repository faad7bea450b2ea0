/** What an address is compared as: two that differ in case alone are one person's with every provider there is. */
export function emailKey(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}
