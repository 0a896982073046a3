import Glibc

/// A folder with the four files of MNIST, or of a data set made like it.
struct MNISTFolder {
  let path: String

  /// The folder at a path; `nil` where there is none.
  init?(path: String) {
    var status = stat()
    guard !path.utf8.contains(0), stat(FileContents.expand(path), &status) == 0,
      status.st_mode & S_IFMT == S_IFDIR
    else { return nil }
    self.path = path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Reads what is there: the training rows, the test rows behind them, and the split that follows.
  ///
  /// A sixth of the training rows, drawn with seed 0, is for validation: 50,000, 10,000 and 10,000 rows of
  /// MNIST. Where only one of the two parts is there, no split is given.
  /// - Parameter isInterrupted: Asked now and then; `true` ends the work.
  /// - Returns: The images, and the split.
  /// - Throws: `DataError`, where a file cannot be read or the files do not belong together.
  func read(isInterrupted: @escaping () -> Bool) throws -> (LabelledImages, Split?) {
    func part(_ name: String) throws(DataError) -> LabelledImages? {
      guard let images = file("\(name)-images", dimensions: 3) else { return nil }
      let labels = file("\(name)-labels", dimensions: 1) ?? "\(path)/\(name)-labels-idx1-ubyte"
      return try LabelledImages(images: images, labels: labels, isInterrupted: isInterrupted)
    }
    let training = try part("train")
    let test = try part("t10k")
    guard var images = training ?? test else { throw DataError.unreadable(path: path, .noIDXFiles) }
    guard training != nil, let test else { return (images, nil) }
    let plan = try SplitPlan(train: 5.0 / 6, validation: 1.0 / 6, test: 0, seed: 0)
    let trainingCount = images.rowCount
    var split = try plan.deal([Array(0..<trainingCount)], rowCount: trainingCount)
    try images.append(test)
    split.test = Array(trainingCount..<images.rowCount)
    return (images, split)
  }

  /// The file of a part under one of the names that are in use; `nil` where there is none.
  private func file(_ stem: String, dimensions: Int) -> String? {
    let names = ["-", "."].flatMap { mark in
      ["", ".gz"].map { "\(path)/\(stem)\(mark)idx\(dimensions)-ubyte\($0)" }
    }
    return names.first { access(FileContents.expand($0), F_OK) == 0 }
  }
}
