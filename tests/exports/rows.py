#!/usr/bin/env python3
"""Reads a table of comma-separated values strictly and prints its rows as JSON.

Usage: rows.py FILE
"""

import csv
import json
import sys

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    json.dump(list(csv.DictReader(file, strict=True)), sys.stdout)
