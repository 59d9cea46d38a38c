const feed = document.getElementById('feed')
const reload = document.getElementById('reload')

reload.addEventListener('click', () => location.reload())

async function look() {
  if (document.hidden) return
  const response = await fetch('/_simulator/version').catch(() => null)
  if (response?.ok && (await response.json()).version !== feed.dataset.version) reload.hidden = false
}

setInterval(look, 3000)
