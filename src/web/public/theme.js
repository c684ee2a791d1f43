// Runs before the first picture is drawn: a page that was made dark must not flash white. `ui/theme.tsx` writes the key.
try {
  document.documentElement.dataset.theme = localStorage.getItem('holdfast:theme') ?? 'device'
} catch {
  // A browser that keeps nothing for this site shows the page as the device has it.
}
