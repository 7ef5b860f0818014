"""Writes a workbook from rows of JSON, one a line: a text, a number, null, or {"formula": …}."""

import json
import sys

from openpyxl import Workbook

book = Workbook()
sheet = book.active
sheet.title = "名录"
for line in sys.stdin:
    row = json.loads(line)
    sheet.append(["=" + cell["formula"] if isinstance(cell, dict) else cell for cell in row])
book.save(sys.argv[1])
