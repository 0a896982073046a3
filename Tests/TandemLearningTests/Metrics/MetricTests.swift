import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Metrics by hand, against scikit-learn, and where they are not defined.
@Suite struct MetricTests {
  private struct Reference: Decodable {
    var cases: [Case]

    struct Case: Decodable {
      var form: Predictions.Form
      var outputs: [[Float]]
      var targets: [[Float]]
      var metrics: [String: Double]
    }
  }

  private func value(_ name: String, _ predictions: Predictions) throws -> Double? {
    let type = try #require(Metrics.types.first { $0.descriptor.name == name })
    return try type.byDefault().value(of: predictions)
  }

  private func predictions(
    _ form: Predictions.Form, _ outputs: [[Float]], _ targets: [[Float]]
  ) -> Predictions {
    Predictions(
      outputs: outputs.flatMap { $0 }, outputSize: outputs.first?.count ?? 1,
      targets: targets.flatMap { $0 }, targetSize: targets.first?.count ?? 1, form: form)
  }

  @Test func `metrics agree with scikit-learn`() throws {
    let reference = try ReferenceFile.read("metrics.json", as: Reference.self)
    #expect(reference.cases.count == 4)
    for item in reference.cases {
      let made = predictions(item.form, item.outputs, item.targets)
      for (name, wanted) in item.metrics {
        let got = try #require(try value(name, made), "\(name)")
        #expect((got - wanted).magnitude < 1e-12, "\(name) of \(item.form)")
      }
    }
  }

  @Test func `missing targets do not count`() throws {
    let classes = predictions(
      .classes, [[2, 1], [0, 3], [5, 0], [1, 0]], [[0], [.nan], [1], [0]])
    #expect(try value("accuracy", classes) == 2.0 / 3)
    let labels = predictions(
      .labels, [[1, -1], [-2, 3], [4, 4]], [[1, .nan], [.nan, 1], [0, 1]])
    #expect(try value("accuracy", labels) == 0.75)
    #expect(try value("f1_micro", labels) == 6.0 / 7)
    let numbers = predictions(.numbers, [[1], [2], [3]], [[2], [.nan], [5]])
    #expect(try value("mae", numbers) == 1.5)
    expectClose([try value("rmse", numbers) ?? .nan], [1.5811388300841898], tolerance: 1e-15)
  }

  @Test func `f1 averages over the classes that occur or are predicted`() throws {
    // Class 2 occurs nowhere. Class 0: TP 1, FN 1; class 1: TP 1, FP 1. Both 2/3.
    let classes = predictions(
      .classes, [[2, 1, 0], [0, 3, 0], [0, 1, 0]], [[0], [1], [0]])
    expectClose([try value("f1", classes) ?? .nan], [2.0 / 3], tolerance: 1e-15)
    // The second label is nowhere: it does not count.
    let labels = predictions(.labels, [[1, -1], [1, -2]], [[1, 0], [0, 0]])
    expectClose([try value("f1", labels) ?? .nan], [2.0 / 3], tolerance: 1e-15)
    #expect(try value("f1", predictions(.labels, [[-1]], [[0]])) == nil)
  }

  @Test func `equal scores count half in the area under the curve`() throws {
    // Positives 3, 1, 1; negatives 1, 0: pairs won 3 + 1 + 1, tied 0.5 · 2 → (4 + 1) / 6.
    let area = AreaUnderCurve.area([
      (3, true), (1, true), (1, true), (1, false), (0, false),
    ])
    expectClose([area ?? .nan], [5.0 / 6], tolerance: 1e-15)
    #expect(AreaUnderCurve.area([(1, true), (1, false), (1, false)]) == 0.5)
    #expect(AreaUnderCurve.area([(0, true), (1, false)]) == 0)
  }

  @Test func `the area does not saturate for very sure scores`() throws {
    // As Float32 probabilities the first two rows would both be 1.
    let sure = predictions(.classes, [[0, 200], [0, 100], [0, 150]], [[1], [0], [1]])
    #expect(try value("auc", sure) == 1)
  }

  @Test func `auc of many classes ranks each by its log-odds`() throws {
    var generator = Generator(seed: 11)
    let (classes, count) = (40, 300)
    var outputs = (0..<count).map { _ in
      (0..<classes).map { _ in generator.nextUniform() * 60 - 30 }
    }
    // Ties for the largest, and one that leaves nothing of the others.
    outputs[0][3] = outputs[0][7]
    outputs[1] = outputs[1].map { _ in 5 }
    outputs[2][4] = 200
    let targets = (0..<count).map { [Float($0 % classes)] }
    let areas = (0..<classes).compactMap { column in
      AreaUnderCurve.area(
        zip(outputs, targets).map { scores, target in
          let others = scores.indices.filter { $0 != column }.map { Double(scores[$0]) }
          return (Double(scores[column]) - logSumExp(others), Int(target[0]) == column)
        })
    }
    #expect(areas.count == classes)
    let got = try #require(try value("auc", predictions(.classes, outputs, targets)))
    #expect((got - areas.reduce(0, +) / Double(classes)).magnitude < 1e-12)
  }

  @Test func `a class without negatives or positives does not count for the area`() throws {
    let rows = predictions(.classes, [[2, 0, 0], [0, 1, 0], [3, 0, 0]], [[0], [1], [0]])
    #expect(try value("auc", rows) == 1)
    #expect(try value("auc", predictions(.classes, [[1, 0], [2, 0]], [[0], [0]])) == nil)
  }

  @Test func `metrics stay finite for extreme scores`() throws {
    let rows = predictions(.classes, [[1e30, -1e30], [-3e4, 3e4]], [[1], [1]])
    #expect(try value("log_loss", rows).map(\.isFinite) == true)
    #expect(try value("accuracy", rows) == 0.5)
    let labels = predictions(.labels, [[1e30], [-1e30]], [[1], [0]])
    #expect(try value("log_loss", labels) == 0)
    #expect(try value("accuracy", predictions(.classes, [[.nan, 1]], [[1]])) == 0)
  }

  @Test func `r2 needs two rows and a target that varies`() throws {
    #expect(try value("r2", predictions(.numbers, [[1]], [[1]])) == nil)
    #expect(try value("r2", predictions(.numbers, [[1], [2]], [[3], [3]])) == nil)
    #expect(try value("r2", predictions(.numbers, [[1], [3]], [[1], [3]])) == 1)
    #expect(try value("r2", predictions(.numbers, [[2], [2]], [[1], [3]])) == 0)
    #expect(try value("r2", predictions(.numbers, [[3], [1]], [[1], [3]])) == -3)
  }

  @Test("without a labelled row there is no figure", arguments: Metrics.all.map(\.descriptor.name))
  func nothing(name: String) throws {
    let type = try #require(Metrics.types.first { $0.descriptor.name == name })
    for form in [Predictions.Form.classes, .labels, .numbers] {
      let size = form == .classes ? 3 : 1
      let empty = Predictions(
        outputs: [], outputSize: size, targets: [], targetSize: 1, form: form)
      #expect(try type.byDefault().value(of: empty) == nil)
      let unlabelled = Predictions(
        outputs: Array(repeating: 0, count: size), outputSize: size, targets: [.nan],
        targetSize: 1, form: form)
      #expect(try type.byDefault().value(of: unlabelled) == nil)
    }
  }

  @Test(
    "a metric is for the kinds of output that it names",
    arguments: Metrics.all.map(\.descriptor.name))
  func forms(name: String) throws {
    let type = try #require(Metrics.types.first { $0.descriptor.name == name })
    let examples: [Predictions] = [
      predictions(.classes, [[1, 0], [0, 2], [3, 0]], [[0], [1], [0]]),
      predictions(.labels, [[1], [-2], [3]], [[1], [0], [1]]),
      predictions(.numbers, [[1], [2], [3]], [[1], [2], [4]]),
    ]
    for example in examples {
      let isDefined = try type.byDefault().value(of: example) != nil
      #expect(isDefined == type.forms.contains(example.form), "\(example.form)")
    }
  }
}
