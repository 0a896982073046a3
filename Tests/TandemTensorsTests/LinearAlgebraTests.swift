import TandemTensors
import TestSupport
import Testing

@Suite struct LinearAlgebraTests {
  static func matrix(_ rows: Int, _ columns: Int, _ source: inout RandomSource) -> Tensor {
    Tensor((0..<rows * columns).map { _ in Float(source.number(-1...1)) }, [rows, columns])
  }

  @Test("products of all shapes and transpositions are those of plain loops")
  func products() {
    forAll(count: 60) { source in
      let (m, n, k) = (source.whole(1...40), source.whole(1...40), source.whole(1...40))
      let (a, b) = (Self.matrix(m, k, &source), Self.matrix(k, n, &source))
      let (x, y) = (a.values.map(Double.init), b.values.map(Double.init))
      let expected = (0..<m * n).map { index in
        (0..<k).reduce(0.0) { $0 + x[index / n * k + $1] * y[$1 * n + index % n] }
      }
      let (ta, tb) = (a.transposed, b.transposed)
      let copies = (Tensor(ta.values, ta.shape), Tensor(tb.values, tb.shape))
      for product in [
        a.matmul(b), copies.0.transposed.matmul(b), a.matmul(copies.1.transposed),
        copies.0.transposed.matmul(copies.1.transposed),
      ] {
        try #require(product.shape == [m, n])
        let errors = zip(product.values, expected).map { abs(Double($0) - $1) }
        try #require(errors.allSatisfy { $0 < 1e-4 })
      }
    }
  }

  @Test("a transposed side is read where it lies")
  func noCopies() {
    let (a, b) = (Tensor.placeholder([3, 4]), Tensor.placeholder([3, 5]))
    let plan = Plan(stages: [[.init(a.transposed.matmul(b).transposed.matmul(a.transposed))]])
    #expect(plan.operationNames() == ["matmul", "matmul"])
  }

  @Test("products of nothing are zeros")
  func empty() {
    #expect(Tensor.zeros([2, 0]).matmul(.zeros([0, 3])).values == [0, 0, 0, 0, 0, 0])
    #expect(Tensor.zeros([0, 2]).matmul(.zeros([2, 3])).shape == [0, 3])
  }

  @Test(
    "tiles cover the product once",
    arguments: [
      (64, 64, 64), (1024, 128, 100), (128, 100, 1024), (2048, 2048, 2048), (3, 100_000, 64),
      (1, 1, 100_000_000), (1000, 30, 1000), (513, 511, 300),
    ])
  func tiling(rows: Int, columns: Int, inner: Int) {
    let tiling = ProductTiling(ProductSize(rows: rows, columns: columns, inner: inner))
    var area = 0
    for index in 0..<tiling.count {
      let (_, row, column) = tiling.origin(of: index)
      #expect(row < rows && column < columns)
      area += min(tiling.rows, rows - row) * min(tiling.columns, columns - column)
    }
    #expect(area == rows * columns)
    #expect(tiling.count <= 16)
  }

  @Test("a large product has the same bits on one thread and on several")
  func threads() {
    forAll(count: 3) { source in
      let (a, b) = (Self.matrix(517, 300, &source), Self.matrix(300, 260, &source))
      try #require(ProductTiling(ProductSize(rows: 517, columns: 260, inner: 300)).count > 1)
      let together = a.matmul(b).values
      var alone: [[Float]] = [[], []]
      // Within a `parallelFor` a product has only the thread that it is on.
      alone.withUnsafeMutableBufferPointer { alone in
        struct Context {
          var places: UnsafeMutableBufferPointer<[Float]>
          var a: Tensor
          var b: Tensor
        }
        parallelFor(2, of: Context(places: alone, a: a, b: b)) { context, index in
          let context = context.assumingMemoryBound(to: Context.self).pointee
          context.places[index] = context.a.matmul(context.b).values
        }
      }
      try #require(alone == [together, together])
      let (x, y) = (a.values.suffix(300).map(Double.init), b.values.map(Double.init))
      let row = (0..<260).map { j in (0..<300).reduce(0.0) { $0 + x[$1] * y[$1 * 260 + j] } }
      let errors = zip(together.suffix(260), row).map { abs(Double($0) - $1) }
      try #require(errors.allSatisfy { $0 < 1e-3 })
    }
  }

  @Test("inner products are exact to double precision")
  func gramians() {
    forAll(count: 10) { source in
      let (rows, columns) = (source.whole(1...9), source.whole(1...5000))
      let matrix = Self.matrix(rows, columns, &source)
      let gramian = try #require(matrix.storage).gramian(rowCount: rows)
      let values = matrix.values.map(Double.init)
      for i in 0..<rows {
        for j in 0..<rows {
          let exact = (0..<columns).reduce(0) {
            $0 + values[i * columns + $1] * values[j * columns + $1]
          }
          try #require(abs(gramian[i * rows + j] - exact) < 1e-11 * Double(columns))
          try #require(gramian[i * rows + j] == gramian[j * rows + i])
        }
      }
    }
  }

  @Test("the kernel follows from the processor, and a person's own stands")
  func kernels() {
    let avx512: Set<String> = ["avx", "avx2", "fma", "avx512f", "avx512bw", "avx512dq", "avx512vl"]
    let strong = ProcessorFeatures(name: "", flags: avx512)
    let middle = ProcessorFeatures(name: "", flags: ["avx", "avx2", "fma"])
    func choice(
      _ environment: [String: String], _ core: String, _ processor: ProcessorFeatures,
      isRight: Bool = true
    ) -> [String: String] {
      kernelChoice(environment, coreName: core, processor: processor, isProductRight: { isRight })
    }
    #expect(choice([:], "Prescott", strong)["OPENBLAS_CORETYPE"] == "SkylakeX")
    #expect(choice([:], "Prescott", middle)["OPENBLAS_CORETYPE"] == "Haswell")
    #expect(choice([:], "Cooperlake", strong) == [:])
    #expect(choice([:], "Zen", middle) == [:])
    #expect(choice(["OPENBLAS_CORETYPE": "Nehalem"], "Nehalem", strong, isRight: false) == [:])
    let ours = choice([:], "Prescott", strong)
    #expect(choice(ours, "SkylakeX", strong) == [:])
    let lower = choice(ours, "SkylakeX", strong, isRight: false)
    #expect(lower["OPENBLAS_CORETYPE"] == "Haswell")
    let lowest = choice(
      choice(lower, "Haswell", strong, isRight: false), "Sandybridge", strong, isRight: false)
    #expect(lowest == ["OPENBLAS_CORETYPE": "", "TANDEM_BLAS_CORE": "none"])
    #expect(choice(["TANDEM_BLAS_CORE": "none"], "Prescott", strong) == [:])
  }

  @Test("the processor's description is read from the kernel's text")
  func processor() {
    let text =
      "processor\t: 0\nmodel name\t: Some CPU @ 2: GHz\nflags\t\t: fpu avx2 fma\n\nflags : x"
    let features = ProcessorFeatures(cpuinfo: text)
    #expect(
      features == ProcessorFeatures(name: "Some CPU @ 2: GHz", flags: ["fpu", "avx2", "fma"]))
    #expect(ProcessorFeatures(cpuinfo: "").flags == [])
    #expect(EngineReport().isProductRight)
    #expect(EngineReport().coreName.isEmpty == false)
  }
}
