@testable import TandemData
import TestSupport
import Testing

/// Files that people have: what the folder's own pages say of them must come out.
@Suite struct RealDataTests {
  private func load(_ path: String, _ change: (inout CSVReader.Format) -> Void = { _ in }) throws
    -> Dataset
  {
    var format = CSVReader.Format()
    change(&format)
    let table = try CSVReader.read(TestFolders.shared("data/" + path), format: format)
    return Dataset(table, sourceText: "data")
  }

  @Test("the census, compressed, with '?' for what is missing", .needsShared("data/adult"))
  func adult() throws {
    let data = try load("adult/train.csv.gz")
    #expect(data.rowCount == 32_561)
    #expect(data.columnNames.count == 15)
    let work = try data["workclass"].summary
    #expect(work.missingCount == 1836)
    #expect(work.levels.count == 8)
    #expect(try data["native_country"].summary.missingCount == 583)
    let rich = try Column.apply(.equal, .column(data["income"]), .text(">50K"))
    #expect(try rich.number(.sum) == 7841)
    let age = try #require(try data["age"].summary.figures)
    #expect(abs(age.mean - 38.5816) < 1e-4 && age.max == 90)
    #expect(try load("adult/test.csv.gz").rowCount == 16_281)
  }

  @Test("the census's inputs: numbers standardised, categories one-hot", .needsShared("data/adult"))
  func adultInputs() throws {
    let data = try load("adult/train.csv.gz")
    let split = try data.effectiveSplit
    let encoder = try InputEncoder(
      fitting: data.inputColumns(excluding: ["income"]), rows: split.train, standardizing: true)
    let coded = try encoder.encode(data, rows: split.train)
    // 6 numbers, and levels of 8 categories: 8 + 16 + 7 + 14 + 6 + 5 + 2 + 41 in the whole file.
    #expect((100...105).contains(encoder.rowSize))
    let width = encoder.rowSize
    #expect(coded.count == split.train.count * width)
    let mean = split.train.indices.reduce(0.0) { $0 + Double(coded[$1 * width]) }
    #expect(abs(mean / Double(split.train.count)) < 1e-5)
    let test = try load("adult/test.csv.gz")
    #expect(try encoder.encode(test).count == test.rowCount * width)
    #expect(try encoder.encode(test).allSatisfy { $0.isFinite })
  }

  @Test("the schools: 139 of them, stratified", .needsShared("data/school"))
  func school() throws {
    let data = try load("school/school.csv")
    #expect(data.rowCount == 15_362)
    #expect(data.columnNames.count == 30)
    let school = try data["school"]
    let cells = school.cells
    #expect(Set(cells.compactMap { $0 }).count == 139)
    let split = try #require(
      try data.split(train: 0.6, validation: 0.2, test: 0.2, stratify: school).split)
    for number in 0..<139 {
      let all = cells.count { $0 == Double(number) }
      let train = split.train.count { cells[$0] == Double(number) }
      if abs(Double(train) - 0.6 * Double(all)) > 1.0001 {
        Issue.record("school \(number): \(train) of \(all)")
      }
    }
  }

  @Test("the voices: names with brackets, numbers like 3.38e-005", .needsShared("data/parkinsons"))
  func parkinsons() throws {
    let data = try load("parkinsons/parkinsons_updrs.csv")
    #expect(data.rowCount == 5875)
    #expect(data.columnNames.count == 22)
    #expect(data.columnNames.allSatisfy { data.column($0)?.type == .numbers })
    #expect(try data["Jitter(Abs)"].cells[0] == 3.38e-5)
    #expect(try data["Jitter(%)"].sourceText == "data[\"Jitter(%)\"]")
    let mean = try #require(try data["motor_UPDRS"].number(.mean))
    #expect(abs(mean - 21.296229) < 1e-5)
  }

  @Test("the hearts: empty cells, TRUE and FALSE", .needsShared("data/medical_small"))
  func hearts() throws {
    let data = try load("medical_small/heart_disease_uci.csv")
    #expect(data.rowCount == 920)
    #expect(try data["ca"].summary.missingCount == 611)
    #expect(try data["thal"].summary.missingCount == 486)
    #expect(try data["slope"].summary.missingCount == 309)
    #expect(try data["exang"].type == .truths)
    #expect(try data["dataset"].summary.levels.map(\.count) == [304, 293, 123, 200])
    let disease = try Column.apply(.greater, .column(data["num"]), .number(0))
    #expect(try disease.number(.sum) == 509)
  }

  @Test("the trial: R's row names and NA", .needsShared("data/medical_small"))
  func trial() throws {
    let data = try load("medical_small/ACTG175.csv")
    #expect(data.rowCount == 2139)
    #expect(data.columnNames.first == "row")
    #expect(try data["cd496"].type == .numbers)
    #expect(try data["cd496"].summary.missingCount == 797)
  }

  @Test("blanks as separators, and no header", .needsShared("data/sklearn_small"))
  func classics() throws {
    let chins = try load("sklearn_small/linnerud_exercise.csv") { $0.separator = " " }
    #expect(chins.columnNames == ["Chins", "Situps", "Jumps"])
    #expect(try chins["Chins"].number(.mean) == 9.45)
    let diabetes = try load("sklearn_small/diabetes_data_raw.csv.gz") {
      $0.separator = " "
      $0.hasHeader = false
    }
    #expect(diabetes.rowCount == 442 && diabetes.columnNames.count == 10)
  }
}
