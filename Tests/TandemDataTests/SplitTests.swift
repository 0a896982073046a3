import TandemData
import TestSupport
import Testing

@Suite struct SplitTests {
  @Test("data that no one splits is split 0.7, 0.15, 0.15 with seed 0")
  func untouched() throws {
    let rows = Fixture.rows(1797)
    let split = try rows.effectiveSplit
    #expect(split.train.count == 1258)
    #expect(split.validation.count == 270 || split.test.count == 270)
    #expect(split.validation.count + split.test.count == 539)
    #expect(try rows.split().split == split)
    #expect(try rows.effectiveSplit == split)
    #expect(split.train != Array(0..<1258))
  }

  @Test("the parts have their shares, no row twice, and follow from the seed")
  func partition() {
    forAll(count: 200) { source in
      let count = source.whole(3...400)
      let train = source.number(0.05...0.9)
      let validation = source.number(0.01...(1 - train) * 0.9)
      let test = source.number(0.005...max(1 - train - validation, 0.006))
      guard train + validation + test <= 1 else { return }
      let seed = source.whole(0...1000)
      let rows = Fixture.rows(count)
      let data = try rows.split(train: train, validation: validation, test: test, seed: seed)
      let split = try #require(data.split)
      let all = split.train + split.validation + split.test
      try #require(Set(all).count == all.count)
      try #require(all.allSatisfy { (0..<count).contains($0) })
      for (part, share) in [
        (split.train, train), (split.validation, validation), (split.test, test),
      ] {
        try #require(!part.isEmpty)
        // One more than rounding gives where a part would have been empty.
        try #require(abs(Double(part.count) - share * Double(count)) < 2.001)
        try #require(part == part.sorted())
      }
      let again = try rows.split(train: train, validation: validation, test: test, seed: seed)
      try #require(again.split == split)
    }
  }

  @Test("without strata each part has its share to within one row")
  func exactShares() {
    forAll(count: 100) { source in
      let count = source.whole(20...500)
      let split = try #require(try Fixture.rows(count).split(seed: source.whole(0...99)).split)
      let sizes = [split.train.count, split.validation.count, split.test.count]
      try #require(sizes.reduce(0, +) == count)
      for (size, share) in zip(sizes, [0.7, 0.15, 0.15]) {
        try #require(abs(Double(size) - share * Double(count)) < 1)
      }
    }
  }

  @Test("with strata each class has its share of each part to within one row")
  func stratified() {
    forAll(count: 100) { source in
      let count = source.whole(40...400)
      let rows = Fixture.rows(count)
      let data = try rows.split(
        train: 0.6, validation: 0.25, test: 0.15, seed: source.whole(0...99),
        stratify: rows["class"])
      let split = try #require(data.split)
      guard case .categories(let codes, _) = try rows["class"].values else { return }
      for (part, share) in [(split.train, 0.6), (split.validation, 0.25), (split.test, 0.15)] {
        for level in 0..<3 {
          let all = Double(codes.count { $0 == level })
          let inPart = Double(part.count { codes[$0] == level })
          try #require(abs(inPart - share * all) < 1.0001)
        }
        // Rounding in one class is made good in the next.
        try #require(abs(Double(part.count) - share * Double(count)) < 1.5)
      }
    }
  }

  @Test("numbers that hardly occur twice are cut into ten bands")
  func bands() throws {
    let rows = Fixture.rows(1000)
    let data = try rows.split(seed: 3, stratify: rows["row"])
    let split = try #require(data.split)
    for band in 0..<10 {
      let range = band * 100..<(band + 1) * 100
      #expect(split.train.count { range.contains($0) } == 70)
      #expect(split.test.count { range.contains($0) } == 15)
    }
    #expect(try rows.split(seed: 4, stratify: rows["row"]).split != split)
  }

  @Test("rows whose cell is empty are a stratum too")
  func emptyStratum() throws {
    let values = (0..<100).map { $0 < 40 ? Double.nan : Double($0 % 2) }
    let data = Dataset(Table([("x", .numbers(values))], rowCount: 100), sourceText: "data")
    let split = try #require(
      try data.split(train: 0.5, validation: 0.25, test: 0.25, stratify: data["x"]).split)
    #expect(split.train.count { $0 < 40 } == 20)
    #expect(split.test.count { $0 < 40 } == 10)
  }

  @Test("shares beyond 1 and parts without a row are errors")
  func errors() throws {
    let rows = Fixture.rows(10)
    #expect(throws: DataError.fractionsTooLarge(train: 0.8, validation: 0.15, test: 0.15)) {
      try rows.split(train: 0.8)
    }
    #expect(throws: DataError.emptyPart(part: "test", rowCount: 2)) {
      try Fixture.rows(2).effectiveSplit
    }
    #expect(try Fixture.rows(3).effectiveSplit.test.count == 1)
    let houses = Fixture.houses
    #expect(throws: DataError.self) { try houses.split(stratify: houses["plan"]) }
    #expect(throws: DataError.self) { try rows.split(stratify: houses["price"]) }
    let noTest = try #require(try rows.split(train: 0.5, validation: 0.5, test: 0).split)
    #expect(noTest.test == [])
  }
}

@Suite struct EpochSamplerTests {
  @Test("an epoch visits each row once, in an order that seed, stream and epoch decide")
  func epochs() {
    forAll(count: 50) { source in
      let count = source.whole(1...300)
      let seed = source.whole(0...1_000_000)
      let sampler = EpochSampler(
        rowCount: count, batchSize: source.whole(1...70), seed: seed, stream: "a")
      let epoch = source.whole(0...20)
      let rows = sampler.rows(epoch: epoch)
      try #require(rows.sorted() == Array(0..<count))
      let other = EpochSampler(rowCount: count, batchSize: 9, seed: seed, stream: "a")
      try #require(other.rows(epoch: epoch) == rows)
      if count > 20 {
        try #require(sampler.rows(epoch: epoch + 1) != rows)
        let stream = EpochSampler(rowCount: count, batchSize: 9, seed: seed, stream: "b")
        try #require(stream.rows(epoch: epoch) != rows)
        let seeded = EpochSampler(rowCount: count, batchSize: 9, seed: seed + 1, stream: "a")
        try #require(seeded.rows(epoch: epoch) != rows)
      }
    }
  }

  @Test("steps cut each epoch into batches, and a sampler that begins late gives the same ones")
  func steps() {
    var sampler = EpochSampler(rowCount: 10, batchSize: 4, seed: 5)
    #expect(sampler.batchCount == 3)
    #expect(sampler.batchSizes == [4, 2])
    var batches: [[Int]] = []
    for step in 0..<9 { batches.append(Array(sampler.batch(step: step))) }
    #expect(batches.map(\.count) == [4, 4, 2, 4, 4, 2, 4, 4, 2])
    for epoch in 0..<3 {
      #expect(batches[epoch * 3..<epoch * 3 + 3].flatMap { $0 } == sampler.rows(epoch: epoch))
    }
    var late = EpochSampler(rowCount: 10, batchSize: 4, seed: 5)
    #expect(Array(late.batch(step: 7)) == batches[7])
    #expect(Array(late.batch(step: 2)) == batches[2])
  }

  @Test("batches larger than the data are the whole data")
  func largeBatch() {
    var sampler = EpochSampler(rowCount: 3, batchSize: 64, seed: 0)
    #expect(sampler.batchCount == 1)
    #expect(sampler.batchSizes == [3])
    #expect(sampler.batch(step: 5).sorted() == [0, 1, 2])
  }

  @Test("every order of three rows is about equally likely")
  func fairness() {
    var counts: [[Int]: Int] = [:]
    for seed in 0..<6000 {
      counts[EpochSampler(rowCount: 3, batchSize: 3, seed: seed).rows(epoch: 0), default: 0] += 1
    }
    #expect(counts.count == 6)
    // Six standard deviations of a fair count.
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 175 })
  }
}
