#!/usr/bin/env python3
"""Reads notes as programs for notes do and prints them as JSON: the front matter, and what Markdown makes
of the page.

Usage: front.py FILE...
"""

import json
import sys

import markdown_it
import yaml


def note(path):
    with open(path, encoding="utf-8") as file:
        _, front, body = file.read().split("---\n", 2)
    tokens = markdown_it.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(body)
    inline = [part for token in tokens for part in token.children or []]
    pairs = zip(tokens, tokens[1:])
    text = {"text": lambda part: part.content, "softbreak": lambda part: "\n"}
    return {
        "front": yaml.safe_load(front),
        "headings": [after.content for token, after in pairs if token.type == "heading_open"],
        "tags": sorted({token.type for token in tokens + inline if "html" in token.type}),
        "links": [part.attrs["href"] for part in inline if part.type == "link_open"],
        "fences": [token.info for token in tokens if token.type in ("fence", "code_block")],
        "rows": sum(token.type == "tr_open" for token in tokens),
        "texts": ["".join(text.get(part.type, lambda part: "")(part) for part in token.children)
                  for token in tokens if token.type == "inline"],
    }


json.dump([note(path) for path in sys.argv[1:]], sys.stdout, default=str)
