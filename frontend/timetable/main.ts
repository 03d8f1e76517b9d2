/** Pages of the timetable and of the teaching load. All of them work without this, by plain links and forms. */
import { startDays } from "./days"
import { startDrawer } from "./drawer"
import { startGrid } from "./grid"
import { startLoad } from "./load"
import { startScroll } from "./scroll"

startDays()
startDrawer()
startGrid()
startLoad()
startScroll()
