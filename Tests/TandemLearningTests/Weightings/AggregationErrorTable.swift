import Foundation
import Testing

@testable import TandemLearning

/// Method by method, our largest error beside that of the public codes, over the reference's twelve cases.
@Suite struct AggregationErrorTable {
  @Test("a method gives the reference's answer, by the file's own comparison and tolerance")
  func values() throws {
    for answer in AggregationAnswer.all + AggregationAnswer.conventions {
      for (reference, wanted, got) in try answers(answer) {
        let tolerance = try #require(wanted.tolerance)
        let name = "\(reference.name) \(answer.name)"
        let direction = try #require(wantedDirection(answer, wanted, reference), "\(name)")
        expectClose(
          got.direction(of: reference.G), direction, tolerance: tolerance,
          scale: 1e-3 * reference.size, "\(name)")
        if answer.hasWeights, wanted.weights_unique != false, let weights = wanted.weights {
          expectClose(got.weights, weights, tolerance: tolerance, "\(name): weights")
        }
      }
    }
  }

  @Test func `every entry of the reference is in the table, but what is against malice`() throws {
    let entries = Set(try AggregationReference.read().flatMap { $0.methods.keys })
    let listed = AggregationAnswer.all.map(\.name)
    #expect(Set(listed).count == listed.count)
    #expect(entries.subtracting(listed) == ["krum", "trimmed_mean"])
  }

  /// `TANDEM_RECORD=1` writes the table anew.
  @Test func `the table of errors is as it is written`() throws {
    let rows = try AggregationAnswer.all.map(row)
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Reference/aggregation-errors.md")
    if ProcessInfo.processInfo.environment["TANDEM_RECORD"] == "1" {
      let text = Self.head + rows.map(\.text).joined(separator: "\n") + "\n"
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let written = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("| `") }.map { $0.split(separator: "|").map { trimmed($0) } }
    #expect(written.map { $0[0] } == rows.map { "`\($0.name)`" })
    for (columns, row) in zip(written, rows) {
      #expect(Array(columns.dropFirst(2)) == row.others, "\(row.name)")
      // Last digits differ from processor to processor.
      let recorded = try #require(Double(columns[1]))
      #expect(row.error <= max(10 * recorded, 1e-13), "\(row.name): \(row.error), not \(recorded)")
    }
  }

  private static let head = """
    # Errors of gradient methods against exact answers

    The largest error of a direction over the twelve cases of `aggregation.json` in which the method has an answer,
    by the file's comparison: `|got − exact| / max(|exact|, 1e-3 |G|)`. Of a public code that was run with several
    settings the best one counts in each case; "not finite" where it gave no number in one. The test
    `AggregationErrorTable` checks this table, and writes it with `TANDEM_RECORD=1`.

    | entry | Tandem | TorchJD 0.18.0 | LibMTL | authors' or nash-mtl's code | cases |
    | --- | --- | --- | --- | --- | --- |

    """

  private struct Row {
    var name: String
    var error: Double
    var others: [String]
    var text: String {
      "| `\(name)` | \(AggregationErrorTable.figure(error)) | "
        + others.joined(separator: " | ") + " |"
    }
  }

  private func answers(_ answer: AggregationAnswer) throws -> [(
    AggregationReference.Case, AggregationReference.Case.Answer, Combination
  )] {
    try AggregationReference.read().compactMap { reference in
      guard let wanted = reference.methods[answer.name], wanted.status == nil else { return nil }
      return (reference, wanted, try answer.answer(reference))
    }
  }

  /// The file's direction; that of its weights where it has them alone.
  private func wantedDirection(
    _ answer: AggregationAnswer, _ wanted: AggregationReference.Case.Answer,
    _ reference: AggregationReference.Case
  ) -> [Double]? {
    answer.wanted(wanted) ?? wanted.weights.map(reference.direction)
  }

  private func row(_ answer: AggregationAnswer) throws -> Row {
    let answers = try answers(answer)
    var error = 0.0
    // What the codes are called in the file begins with these; the authors' codes are all the others.
    var worst: [String: Double] = [:]
    for (reference, wanted, got) in answers {
      let direction = wantedDirection(answer, wanted, reference) ?? []
      error = max(error, reference.error(of: got.direction(of: reference.G), direction))
      let byFamily = Dictionary(grouping: wanted.anchors ?? [:]) { anchor in
        ["torchjd", "LibMTL"].first { anchor.key.hasPrefix($0) } ?? "authors"
      }
      for (family, anchors) in byFamily {
        let best = anchors.compactMap(\.value.rel_diff).min() ?? .infinity
        worst[family] = max(worst[family] ?? 0, best)
      }
    }
    let others = ["torchjd", "LibMTL", "authors"].map { family in
      worst[family].map { $0.isFinite ? Self.figure($0) : "not finite" } ?? "–"
    }
    return Row(name: answer.name, error: error, others: others + ["\(answers.count)"])
  }

  private func trimmed(_ text: Substring) -> String { text.trimmingCharacters(in: .whitespaces) }

  private static func figure(_ number: Double) -> String {
    number == 0 ? "0" : String(format: "%.1e", number)
  }
}

extension AggregationReference.Case {
  /// A direction's error as the file measures it.
  func error(of got: [Double], _ wanted: [Double]) -> Double {
    let difference = Jacobians.size([zip(got, wanted).map { $0 - $1 }])
    return difference / max(Jacobians.size([wanted]), 1e-3 * size)
  }
}
