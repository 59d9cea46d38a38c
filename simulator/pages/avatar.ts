import { createHash } from 'node:crypto'

/** A face made of the name: two hues, eyes and a mouth; the same name always looks the same. */
export function avatarSvg(username: string): string {
  const [hue = 0, turn = 0, eyes = 0, smile = 0, hair = 0] = createHash('sha256').update(username).digest()
  const from = (hue * 360) / 256
  const to = (from + 40 + turn / 3) % 360
  const eyeX = 12 + (eyes % 6)
  const curve = 4 + (smile % 12)
  const hairY = 18 + (hair % 12)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">
<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">
<stop offset="0" stop-color="hsl(${from} 65% 58%)"/><stop offset="1" stop-color="hsl(${to} 60% 42%)"/></linearGradient></defs>
<rect width="100" height="100" fill="url(#g)"/>
<circle cx="50" cy="60" r="30" fill="hsl(${(from + 25) % 360} 60% 90%)"/>
<path d="M18 58 Q22 ${hairY} 50 ${hairY} T82 58 Q70 42 50 44 T18 58Z" fill="hsl(${to} 45% 24%)"/>
<circle cx="${50 - eyeX}" cy="60" r="3.4" fill="hsl(${to} 45% 18%)"/><circle cx="${50 + eyeX}" cy="60" r="3.4" fill="hsl(${to} 45% 18%)"/>
<path d="M${50 - eyeX} 72 Q50 ${72 + curve} ${50 + eyeX} 72" fill="none" stroke="hsl(${to} 45% 18%)" stroke-width="3" stroke-linecap="round"/>
</svg>
`
}
