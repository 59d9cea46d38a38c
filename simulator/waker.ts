type WakerOptions = { isSelfDriven: boolean; tick: () => Promise<void> }

const LONGEST_WAIT_MS = 60_000

/** Without a hand-driven clock the simulator sleeps until its next due moment, on a timer that keeps no process alive. */
export function createWaker({ isSelfDriven, tick }: WakerOptions) {
  let timer: NodeJS.Timeout | undefined
  let nextDelayMs: (() => number | null) | null = null
  let isTicking = false

  function wake(): void {
    const delayMs = nextDelayMs?.() ?? null
    clearTimeout(timer)
    if (delayMs === null || isTicking) return
    timer = setTimeout(() => void run(), Math.min(delayMs, LONGEST_WAIT_MS)).unref()
  }

  async function run(): Promise<void> {
    isTicking = true
    try {
      await tick()
    } finally {
      isTicking = false
      wake()
    }
  }

  return {
    wake,
    start(delayUntilNextMs: () => number | null) {
      if (!isSelfDriven) return
      nextDelayMs = delayUntilNextMs
      wake()
    },
    stop() {
      nextDelayMs = null
      clearTimeout(timer)
    },
  }
}
