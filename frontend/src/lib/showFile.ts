/** A file the server has made for this page: beside it in a tab, or on the disk where the browser
 *  lets no tab be opened. */
export function showFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  if (!window.open(address, "_blank")) {
    Object.assign(document.createElement("a"), { href: address, download: name }).click();
  }
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
