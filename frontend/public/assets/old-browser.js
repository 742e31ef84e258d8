/* Runs in every browser, however old, so it is written in the oldest JavaScript. */
(function () {
  const fits =
    typeof Promise === "function" &&
    typeof Promise.any === "function" &&
    typeof Array.prototype.at === "function" &&
    typeof window.BroadcastChannel === "function" &&
    window.CSS &&
    CSS.supports("aspect-ratio", "1") &&
    CSS.supports("inset", "0");
  if (!fits) {
    location.replace("/assets/unsupported.html");
  }
})();
