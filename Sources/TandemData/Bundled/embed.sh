#!/usr/bin/env bash
# Writes DigitsFile.swift, which carries digits.csv.gz as text: an array literal of its bytes (SwiftPM's
# own embedding) takes the optimizer nine seconds, a string literal none.
set -eu
cd "$(dirname "$0")"
{
  echo "// Written by embed.sh from digits.csv.gz."
  echo "// swift-format-ignore-file"
  echo "extension Digits {"
  echo "  static let file: StaticString = \"$(base64 -w0 digits.csv.gz)\""
  echo "}"
} > DigitsFile.swift
