#!/usr/bin/env python3
"""Reads a calendar as calendar programs do and prints what comes in some days, as JSON.

Usage: events.py FILE FIRST-DAY LAST-DAY (both days included)
"""

import datetime
import json
import sys

import icalendar
import recurring_ical_events


def event(event):
    start = event["DTSTART"].dt
    alarms = [part["TRIGGER"].dt for part in event.walk("VALARM")]
    whole_day = not isinstance(start, datetime.datetime)
    midnight = datetime.datetime.combine(start, datetime.time()) if whole_day else start
    return {
        "uid": str(event["UID"]),
        "start": start.isoformat(),
        "whole_day": whole_day,
        "floats": whole_day or start.tzinfo is None,
        "alarms": [(midnight + alarm).isoformat(timespec="minutes") for alarm in alarms],
        "title": str(event["SUMMARY"]),
        "category": event["CATEGORIES"].cats[0],
    }


def main():
    path, first, last = sys.argv[1:]
    with open(path, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    faults = [str(fault) for part in calendar.walk() for fault in getattr(part, "errors", [])]
    day = datetime.date.fromisoformat
    end = day(last) + datetime.timedelta(days=1)
    events = recurring_ical_events.of(calendar).between(day(first), end)
    json.dump({"faults": faults, "events": [event(one) for one in events]}, sys.stdout)


main()
