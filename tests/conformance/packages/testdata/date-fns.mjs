// Calendars: arithmetic over ends of months and leap years, intervals, formats in three languages, parsing.
import {
  add, addBusinessDays, addMonths, areIntervalsOverlapping, differenceInCalendarDays, differenceInYears, eachDayOfInterval, eachWeekendOfMonth,
  endOfMonth, format, formatDistance, formatDistanceStrict, formatDuration, formatISO, formatRelative, getISOWeek, intervalToDuration, isLeapYear,
  isValid, isWithinInterval, lastDayOfQuarter, nextFriday, parse, parseISO, roundToNearestMinutes, set, startOfISOWeek, sub,
} from "date-fns";
import { de, fr } from "date-fns/locale";

const day = (y, m, d, h = 0, min = 0, s = 0) => new Date(y, m - 1, d, h, min, s);
const short = (date) => format(date, "yyyy-MM-dd HH:mm");
const date = day(2024, 1, 31, 15, 4, 5);
console.log(short(addMonths(date, 1)), short(sub(date, { months: 2, days: 1 })), short(add(date, { weeks: 1, hours: 9, minutes: 30 })));
console.log(format(date, "EEEE, do MMMM yyyy, h:mm a 'o''clock' QQQ, 'week' I, DDD", { useAdditionalDayOfYearTokens: true }));
console.log(format(date, "PPPPp", { locale: de }), "|", format(date, "PPPP", { locale: fr }));
console.log(formatDistance(date, day(2024, 3, 2)), "|", formatDistance(date, day(2023, 1, 1), { addSuffix: true, locale: de }));
console.log(formatDistanceStrict(date, day(2024, 1, 31, 18), { unit: "minute" }), "|", formatRelative(day(2024, 1, 29, 9), date));
console.log(eachDayOfInterval({ start: day(2024, 2, 27), end: day(2024, 3, 2) }).map((d) => format(d, "d.M.")).join(" "));
console.log(eachWeekendOfMonth(day(2024, 2, 1)).length, getISOWeek(day(2021, 1, 3)), short(startOfISOWeek(date)), short(nextFriday(date)));
console.log(differenceInCalendarDays(day(2024, 3, 1), day(2024, 2, 1)), differenceInYears(day(2024, 2, 28), day(2000, 2, 29)), isLeapYear(day(2100, 1, 1)));
console.log(formatDuration(intervalToDuration({ start: day(1969, 7, 20, 20, 17), end: day(1969, 7, 24, 16, 50, 35) })));
console.log(short(endOfMonth(day(2023, 2, 5))), short(lastDayOfQuarter(date)), short(addBusinessDays(day(2024, 3, 1), 3)), short(roundToNearestMinutes(date, { nearestTo: 15 })));
console.log(short(parse("3 févr. 2024 8h05", "d MMM yyyy H'h'mm", day(2000, 1, 1), { locale: fr })), isValid(parse("31.02.2024", "dd.MM.yyyy", date)));
console.log(parseISO("2024-02-29T12:30:00Z").toISOString(), isValid(parseISO("2023-02-29")), formatISO(set(date, { hours: 1 }), { representation: "date" }));
const interval = { start: day(2024, 1, 1), end: day(2024, 1, 31) };
console.log(isWithinInterval(day(2024, 1, 15), interval), areIntervalsOverlapping(interval, { start: day(2024, 1, 31), end: day(2024, 2, 2) }));
