/** The literal line that the person agreed to (docs page "content-sharing-guidelines"). */
export function consentText(isBranded: boolean): string {
  return isBranded
    ? "By posting, you agree to TikTok's Branded Content Policy and Music Usage Confirmation"
    : "By posting, you agree to TikTok's Music Usage Confirmation"
}
