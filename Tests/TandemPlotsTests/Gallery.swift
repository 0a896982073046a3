import Foundation
import TandemPlots

/// The figures that are recorded as pictures; numbers come from formulas, so that they never change.
enum Gallery {
  static let all: [(name: String, figure: any Figure)] = [
    ("lines", lines), ("lines-band", band), ("lines-many", manyLines), ("lines-gaps", gaps),
    ("lines-log", logLines), ("points", points), ("bars", bars), ("bars-slanted", slantedBars),
    ("bars-lying", lyingBars), ("heat-sequential", heat), ("heat-diverging", diverging),
    ("histogram", histogram), ("forest", forest), ("tiles", tiles), ("diagram-hard", hard),
    ("diagram-experts", experts), ("progress", progress), ("progress-done", done),
    ("empty", empty), ("one-point", onePoint), ("constant", constant), ("hostile", hostile),
    ("arrows", arrows), ("arrows-three", threeArrows), ("contours", contours),
  ]

  static func falling(_ start: Double, _ rate: Double, _ floor: Double, count: Int = 30)
    -> [Double]
  {
    (0..<count).map { floor + start * exp(-rate * Double($0)) * (1 + 0.05 * sin(Double($0) * 2)) }
  }

  static let lines = Plot(
    title: "Training loss of 'trunk'", subtitle: "dashed: on the validation split",
    x: Axis("epoch"), y: Axis("loss"),
    marks: [
      LineMark([
        Series("digit", values: falling(2.2, 0.25, 0.04), colorIndex: 0),
        Series(
          "digit", values: falling(2.1, 0.2, 0.11), colorIndex: 0, dash: .dashed, isLabeled: false),
        Series("parity", values: falling(0.7, 0.2, 0.05), colorIndex: 1),
        Series("ink", values: falling(0.4, 0.4, 0.06), colorIndex: 2),
      ])
    ])

  static let band = Plot(
    title: "Validation accuracy over five seeds", subtitle: "mean ± standard deviation",
    x: Axis("epoch"), y: Axis("accuracy"),
    marks: [
      LineMark([
        Series(
          "hard · equal",
          points: (1...30).map {
            PlotPoint(
              Double($0), 0.96 - 0.6 * exp(-Double($0) / 5), spread: 0.12 / Double($0).squareRoot())
          },
          colorIndex: 0),
        Series(
          "mmoe · pcgrad",
          points: (1...30).map {
            PlotPoint(
              Double($0), 0.98 - 0.7 * exp(-Double($0) / 7), spread: 0.1 / Double($0).squareRoot())
          },
          colorIndex: 3),
      ])
    ])

  static let manyLines = Plot(
    title: "Loss weights of twelve tasks", x: Axis("step"), y: Axis("weight"),
    marks: [
      LineMark(
        (0..<12).map { k in
          Series(
            "attribute \(k + 1)",
            values: (0..<200).map { 1 + 0.5 * sin(Double($0) / 30 + Double(k)) * Double(k) / 12 },
            colorIndex: k)
        })
    ])

  static let gaps = Plot(
    title: "A metric that is not defined everywhere", x: Axis("epoch"), y: Axis("AUC"),
    marks: [
      LineMark([
        Series(
          "rare", values: [0.5, 0.55, .nan, 0.62, .nan, 0.66, 0.7, 0.71, .infinity, 0.74],
          colorIndex: 4),
        Series("common", values: [0.6, 0.7, 0.75, 0.78, 0.8, 0.81], colorIndex: 5),
      ])
    ])

  static let logLines = Plot(
    title: "Gradient norms fall by four powers of ten", x: Axis("step"),
    y: Axis("gradient norm", spacing: .log),
    marks: [
      LineMark([
        Series(
          "digit", values: (0..<400).map { 30 * exp(-Double($0) / 40) + 0.002 }, colorIndex: 0),
        Series("parity", values: (0..<400).map { 4 * exp(-Double($0) / 90) + 0.03 }, colorIndex: 1),
      ])
    ])

  static let points = Plot(
    title: "Price and size of houses", x: Axis("living area, m²"), y: Axis("price, €"),
    marks: [
      PointMark([
        Series(
          "sold",
          points: (0..<120).map { i in
            let t = Double((i * 37) % 120) / 120
            return PlotPoint(40 + 160 * t, 90_000 + 380_000 * t + 60_000 * sin(Double(i) * 3.7))
          }, colorIndex: 0),
        Series(
          "asked",
          points: (0..<40).map { i in
            let t = Double((i * 13) % 40) / 40
            return PlotPoint(50 + 140 * t, 160_000 + 390_000 * t + 40_000 * cos(Double(i) * 2.1))
          }, colorIndex: 1),
      ])
    ])

  static let bars = Plot(
    title: "Accuracy on the test split", subtitle: "mean of five seeds, bars ± standard deviation",
    x: Axis(spacing: .categories(["single", "hard", "mmoe"])), y: Axis("accuracy"),
    marks: [
      BarMark([
        .init(
          "digit", values: [0.962, 0.971, 0.969], errors: [0.012, 0.008, 0.02], colorIndex: 0),
        .init(
          "parity", values: [0.951, 0.973, 0.975], errors: [0.02, 0.01, 0.006], colorIndex: 1),
        .init("ink", values: [0.81, 0.78, 0.86], errors: [0.05, 0.02, 0.01], colorIndex: 2),
      ])
    ])

  static let slantedBars = Plot(
    title: "Rows of each neighbourhood",
    x: Axis(
      "neighbourhood",
      spacing: .categories([
        "Northridge Heights", "College Creek", "Old Town", "Edwards", "Somerset", "Gilbert",
        "Sawyer West", "North Ames", "Brookside", "Crawford", "Mitchell", "Timberland",
      ])), y: Axis("rows"),
    marks: [
      BarMark([
        .init("rows", values: [77, 150, 113, 100, 86, 79, 59, 225, 58, 51, 49, 38], colorIndex: 0)
      ])
    ])

  static let lyingBars = Plot(
    title: "What each change does", x: Axis("Δm, %"),
    y: Axis(spacing: .categories(["uncertainty()", "pcgrad()", "equal()", "mgda()"])),
    marks: [
      BarMark(
        [.init("Δm", values: [2.1, 1.4, 0.3, -1.8], errors: [0.5, 0.7, 0.4, 0.6], colorIndex: 0)],
        isHorizontal: true)
    ])

  /// Counts as a classifier of digits would give them: mostly right.
  static let confusion: [[Double]] = (0..<10).map { row in
    (0..<10).map { column -> Double in
      if row == column { return Double(24 + (row * 5) % 9) }
      return (row * 7 + column * 3) % 11 == 0 ? 2 : 0
    }
  }

  static let heat = Plot(
    title: "Confusion on the test split",
    x: Axis("predicted", spacing: .categories((0...9).map(String.init))),
    y: Axis("true", spacing: .categories((0...9).map(String.init))),
    marks: [
      HeatmapMark(confusion)
    ])

  static let diverging = Plot(
    title: "Cosine between the tasks' gradients",
    x: Axis(spacing: .categories(["digit", "parity", "ink", "slant"])),
    y: Axis(spacing: .categories(["digit", "parity", "ink", "slant"])),
    marks: [
      HeatmapMark(
        [
          [1, 0.42, -0.13, -0.55], [0.42, 1, 0.05, -0.21], [-0.13, 0.05, 1, 0.3],
          [-0.55, -0.21, 0.3, .nan],
        ],
        coloring: .diverging)
    ])

  static let histogram = Plot(
    title: "price", subtitle: "1,460 numbers, none missing", x: Axis("price"), y: Axis("rows"),
    marks: [
      HistogramMark(
        (0..<1460).map { 180_000 * exp(0.4 * sin(Double($0) * 1.7) + 0.3 * cos(Double($0) * 0.9)) },
        colorIndex: 0)
    ])

  static let forest: PlotGrid = {
    let names = [
      "trunk · equal", "trunk · balance", "trunk · pcgrad + uncertainty", "experts · equal",
      "experts · lagging",
    ]
    func panel(
      _ title: String, _ label: String, _ values: [Double], _ spreads: [Double], _ alone: Double,
      _ color: Int, _ worse: Set<Int>
    ) -> Plot {
      Plot(
        title: title, x: Axis(label), y: Axis(spacing: .categories(names)),
        marks: [
          RuleMark(alone, isUpright: true),
          PointMark(
            [
              Series(
                title,
                points: zip(values, spreads).enumerated().map {
                  PlotPoint($1.0, Double($0), spread: $1.1)
                }, colorIndex: color, isLabeled: false)
            ],
            isSpreadAlongX: true, hollow: [worse]),
        ])
    }
    return PlotGrid(
      title: "Five mixes on the test split",
      subtitle:
        "mean of 3 seeds ± standard deviation; dashed: the task alone; hollow: worse than alone",
      caption:
        "Δm: mean over tasks of the signed relative change of each task's first metric against the task alone; positive is better.",
      plots: [
        panel(
          "digit", "accuracy", [0.971, 0.975, 0.968, 0.98, 0.978],
          [0.004, 0.003, 0.006, 0.002, 0.004], 0.97, 0, [2]),
        panel(
          "parity", "accuracy", [0.981, 0.979, 0.99, 0.984, 0.986],
          [0.004, 0.003, 0.002, 0.005, 0.003], 0.976, 1, []),
        panel(
          "ink", "← rmse", [0.41, 0.38, 0.45, 0.36, 0.35], [0.02, 0.03, 0.01, 0.02, 0.01], 0.4, 2,
          [0, 2]),
        panel(
          "Δm", "%", [0.2, 1.4, -0.9, 2.5, 2.8], [0.3, 0.4, 0.5, 0.2, 0.3], 0, Palette.neutral, [2]),
      ], columnCount: 4, sharesY: true, rowHeight: 220)
  }()

  static let tiles = TileSheet(
    title: "digits", subtitle: "the first 20 of 1,797 scans of 8 × 8",
    tiles: (0..<20).map { k in
      .init(
        rowCount: 8, columnCount: 8,
        pixels: (0..<64).map { i in
          let (y, x) = (Double(i / 8) - 3.5, Double(i % 8) - 3.5)
          let r = (x * x + y * y * 0.6).squareRoot()
          return max(0, 1 - abs(r - 1.2 - Double(k % 5) * 0.4) / 1.1)
        }, caption: "\(k % 10)")
    })

  static let hard = Diagram(
    title: "trunk: hard sharing", subtitle: "26,894 parameters · 53 kFLOP a row",
    caption: "Grey: shared by all tasks. Coloured: one task's own.",
    columns: [
      [.init(id: "in", title: "input", lines: ["pixels", "1 × 8 × 8"], owner: .input)],
      [
        .init(
          id: "enc", title: "encoder",
          lines: ["dense(128)", "relu", "dropout(0.2)", "dense(64)", "relu"],
          note: "16,576 parameters", owner: .shared)
      ],
      [
        .init(
          id: "h1", title: "digit", lines: ["dense(32)", "relu"], note: "2,410 parameters",
          owner: .task(0)),
        .init(
          id: "h2", title: "parity", lines: ["dense(32)", "relu"], note: "2,146 parameters",
          owner: .task(1)),
        .init(
          id: "h3", title: "ink", lines: ["dense(16)", "tanh"], note: "1,057 parameters",
          owner: .task(2)),
      ],
      [
        .init(id: "o1", title: "digit", lines: ["10 classes"], owner: .task(0)),
        .init(id: "o2", title: "parity", lines: ["2 classes"], owner: .task(1)),
        .init(id: "o3", title: "ink", lines: ["a number"], owner: .task(2)),
      ],
    ],
    arrows: [
      .init(from: "in", to: "enc"), .init(from: "enc", to: "h1"), .init(from: "enc", to: "h2"),
      .init(from: "enc", to: "h3"), .init(from: "h1", to: "o1"), .init(from: "h2", to: "o2"),
      .init(from: "h3", to: "o3"),
    ])

  static let experts = Diagram(
    title: "experts: multi-gate mixture of experts",
    caption: "Grey: shared by all tasks. Coloured: one task's own.",
    columns: [
      [.init(id: "in", title: "input", owner: .input)],
      [
        .init(
          id: "e", title: "experts", lines: ["dense(64) -> relu"], owner: .shared, copyCount: 6),
        .init(id: "g1", title: "gate of digit", lines: ["softmax over 6"], owner: .task(0)),
        .init(id: "g2", title: "gate of parity", lines: ["softmax over 6"], owner: .task(1)),
      ],
      [
        .init(
          id: "h1", title: "digit", lines: ["dense(32, activation: a very long text)", "relu"],
          owner: .task(0)),
        .init(id: "h2", title: "parity", lines: ["dense(32)", "relu"], owner: .task(1)),
      ],
    ],
    arrows: [
      .init(from: "in", to: "e"), .init(from: "in", to: "g1"), .init(from: "in", to: "g2"),
      .init(from: "e", to: "h1"), .init(from: "e", to: "h2"), .init(from: "g1", to: "h1"),
      .init(from: "g2", to: "h2"),
    ])

  static let progress = ProgressFigure(
    headline: "training 'run'", detail: "epoch 12 of 30 · step 240 of 600 · 3 s left",
    fraction: 0.4,
    status: .running,
    readings: [
      .init("digit", value: 0.2143, colorIndex: 0), .init("parity", value: 0.1098, colorIndex: 1),
      .init("ink", value: 0.0731, colorIndex: 2),
    ],
    plot: Plot(
      title: "", x: Axis("epoch", including: [1, 30]), y: Axis("loss"),
      marks: [
        LineMark([
          Series("digit", values: falling(2.2, 0.25, 0.04, count: 11), colorIndex: 0),
          Series("parity", values: falling(0.7, 0.2, 0.05, count: 11), colorIndex: 1),
          Series("ink", values: falling(0.4, 0.4, 0.06, count: 11), colorIndex: 2),
        ])
      ]))

  static let done = ProgressFigure(
    headline: "trained", detail: "30 epochs · 600 steps · 4.2 s", fraction: 1, status: .finished,
    readings: [.init("digit", value: 0.041, colorIndex: 0)])

  static let empty = Plot(
    title: "Nothing yet", x: Axis("epoch"), y: Axis("loss"), marks: [LineMark([])])

  static let onePoint = Plot(
    title: "One epoch", x: Axis("epoch"), y: Axis("loss"),
    marks: [LineMark([Series("digit", values: [2.31], colorIndex: 0)])])

  static let constant = Plot(
    title: "Equal weights do not move", x: Axis("epoch"), y: Axis("weight"),
    marks: [
      LineMark([
        Series("digit", values: Array(repeating: 1, count: 20), colorIndex: 0),
        Series("parity", values: Array(repeating: 1, count: 20), colorIndex: 1),
      ])
    ])

  static let hostile = Plot(
    title:
      "<script>alert(1)</script> & \"a very long title\" that goes on and on and on, past the end of the line and past the second line as well, until it is cut",
    subtitle: "control \u{0} \u{7} characters and 日本語のラベル and emoji 🎉",
    x: Axis(
      "an x label that is much too long for the axis it stands under, in every way that one can imagine, and then some"
    ),
    y: Axis("y & <b>"),
    marks: [
      LineMark([
        Series(
          "a name & <i>that</i> is very, very long indeed", values: [1e12, 3e12, 2e12],
          colorIndex: 0),
        Series("второй ряд", values: [2e12, 1e12, 2.2e12], colorIndex: 1),
      ])
    ])

  static let arrows: Plot = {
    var plot = Plot(
      title: "mgda: two gradients and the direction", subtitle: "the update goes against it",
      x: Axis("first component"), y: Axis("second component"),
      marks: [
        AreaMark(
          "lowers every loss", .wedge(normals: [PlotPoint(4, 1), PlotPoint(-6, 1)]),
          colorIndex: Palette.quiet),
        AreaMark(
          "their hull", .polygon([PlotPoint(4, 1), PlotPoint(-6, 1)]), colorIndex: Palette.quiet),
        ArrowMark([
          .init("digit", to: PlotPoint(4, 1), colorIndex: 0),
          .init("ink", to: PlotPoint(-6, 1), colorIndex: 1),
          .init("direction", to: PlotPoint(0, 1), colorIndex: Palette.neutral, width: 2.5),
        ]),
      ])
    plot.hasEqualUnits = true
    return plot
  }()

  static let threeArrows: Plot = {
    let tips = [PlotPoint(2, 1), PlotPoint(-1, 1.5), PlotPoint(0.2, -1), PlotPoint(0.4, 0.5)]
    var plot = Plot(
      title: "Three gradients, one of them a dot",
      marks: [
        AreaMark("their hull", .polygon(Array(tips.prefix(3))), colorIndex: Palette.quiet),
        ArrowMark([
          .init("digit", to: tips[0], colorIndex: 0), .init("parity", to: tips[1], colorIndex: 1),
          .init("ink", to: PlotPoint(1e-4, 1e-4), colorIndex: 2),
          .init("direction", to: tips[3], colorIndex: Palette.neutral, width: 2.5),
        ]),
      ])
    plot.hasEqualUnits = true
    return plot
  }()

  static let contours = Plot(
    title: "Ways down two bowls and a saddle", x: Axis("x₁"), y: Axis("x₂"),
    marks: [
      ContourMark(
        of: { x, y in (x * x - 4) * (x * x - 4) / 8 + y * y }, x: -4...4, y: -3...3,
        levelCount: 9),
      PathMark([
        .init(
          "down the slope",
          points: (0...60).map {
            PlotPoint(-3.5 + 1.5 * Double($0) / 60, 2.5 * exp(-Double($0) / 15))
          }, colorIndex: 0, isEndMarked: true),
        .init(
          "stuck",
          points: (0...40).map { PlotPoint(0.02 * sin(Double($0)), 2.8 - 0.05 * Double($0)) },
          colorIndex: 1),
      ]),
    ])
}
