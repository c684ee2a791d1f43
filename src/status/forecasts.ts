import { outlookOf, type Forecast } from './forecast/outlook.ts'
import { readHistory } from './forecast/read-history.ts'
import { replay, type Replay } from './forecast/replay.ts'
import { replayTable } from './forecast/replay-table.ts'
import { forecastSays, type Asked } from './forecast/wording.ts'

/** What is to be expected of an outage that has lasted `elapsedMin`, at a site with this history. */
export function forecast({ history, elapsedMin, cause }: Asked): Forecast {
  return outlookOf(history, cause).at(elapsedMin)
}

export { forecastSays, readHistory, replay, replayTable, type Asked, type Forecast, type Replay }
