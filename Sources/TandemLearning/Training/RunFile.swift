import FoundationEssentials
import TandemCatalog
import TandemData
import TandemNetworks

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs in files: safetensors, with the settings as source text of the language in its metadata.
///
/// Parameters are arrays of their own, `model.encoder[0].weight`, for whoever else reads the file.
/// Optimizer, statistics, what methods remember and the rows of the tasks' columns are in it too, so
/// that a run can go on without its data's file.
public enum RunFile {
  /// The metadata entry that tells a run from other safetensors files, and its value.
  static let mark = (name: "format", value: "tandem run 1")

  /// Writes a run, whole or not at all.
  /// - Parameters:
  ///   - run: The run.
  ///   - path: Where to, `~/` being the person's home; a file that is there is replaced once the new one is complete.
  /// - Throws: `TrainingError.unwritableFile`.
  public static func write(_ run: Run, to path: String) throws {
    try requireReplaceable(path)
    do {
      // Written beside and renamed: a full disk leaves an older file as it was.
      try encode(run).encoded().write(
        to: URL(filePath: FileContents.expand(path)), options: .atomic)
    } catch {
      throw TrainingError.unwritableFile(path: path, reason: reason(for: error))
    }
  }

  /// Throws for a folder or a device: renaming would put the file in a device's place.
  private static func requireReplaceable(_ path: String) throws {
    // What is not there, or cannot be seen, is the writing's business.
    let attributes = try? FileManager.default.attributesOfItem(atPath: FileContents.expand(path))
    guard let type = attributes?[.type] as? FileAttributeType,
      type != .typeRegular, type != .typeSymbolicLink
    else { return }
    throw TrainingError.unwritableFile(
      path: path, reason: type == .typeDirectory ? "it is a folder" : "it is no regular file")
  }

  /// Reads a run.
  /// - Parameters:
  ///   - path: A file that `write` made; `~/` is the person's home.
  ///   - isInterrupted: Asked now and then; `true` ends the work.
  /// - Returns: Its numbers, and the texts of its methods.
  /// - Throws: `DataError` where there is no such file, `TrainingError.unreadableFile` where it is no run.
  public static func read(
    _ path: String, isInterrupted: () -> Bool = { false }
  ) throws -> RunArchive {
    let bytes = try FileContents.read(path, isInterrupted: isInterrupted)
    do {
      return try archive(Safetensors(Data(bytes)))
    } catch let error as SafetensorsError {
      throw TrainingError.unreadableFile(path: path, reason: error.reason)
    } catch let error as DamagedRun {
      throw TrainingError.unreadableFile(path: path, reason: error.reason)
    } catch {
      // What is left is a text of the metadata that does not say what it should.
      throw TrainingError.unreadableFile(path: path, reason: "its settings are damaged")
    }
  }

  /// The run that a file holds; nothing in it is trusted.
  static func archive(_ file: Safetensors) throws -> RunArchive {
    guard file.metadata[mark.name] == mark.value else {
      throw DamagedRun(reason: "it is a safetensors file, but not a run of Tandem")
    }
    var numbers = try value(try file.text("numbers"), as: RunArchive.Numbers.self)
    try numbers.state.takeArrays(from: file, model: numbers.model)
    let stored = try value(try file.text("tasks"), as: [StoredTask].self)
    guard numbers.areWhole(taskCount: stored.count) else {
      throw DamagedRun(reason: "its numbers do not belong together")
    }
    let identity = "run file \(UInt64.random(in: .min ... .max))"
    let datasets = try value(try file.text("data"), as: [StoredData].self).enumerated().map {
      try $1.dataset(from: file, index: $0, identity: identity)
    }
    var tasks: [RunArchive.ArchivedTask] = []
    for task in stored {
      guard datasets.indices.contains(task.data), !task.targets.isEmpty else {
        throw DamagedRun.missing("data.\(task.data)")
      }
      let data = datasets[task.data]
      tasks.append(
        RunArchive.ArchivedTask(
          name: task.name, source: task.source,
          targets: try task.targets.map { try column($0, of: data) },
          inputs: try task.inputs?.map { try column($0, of: data) }))
    }
    try checkEncoders(numbers, tasks)
    return RunArchive(
      architecture: try file.text("architecture"), weighting: try file.text("weighting"),
      optimizer: try file.text("optimizer"), schedule: try file.text("schedule"),
      stop: file.metadata["stop"], tasks: tasks, numbers: numbers)
  }

  /// Makes sure that inputs are coded as the rows say: a wrong code would be read past its end.
  private static func checkEncoders(
    _ numbers: RunArchive.Numbers, _ tasks: [RunArchive.ArchivedTask]
  ) throws {
    let excluded = numbers.excludedInputs.union(tasks.flatMap { $0.targets.flatMap(\.ingredients) })
    let fitted = try InputEncoder.together(
      tasks.map { task in
        let data = task.targets[0].dataset
        return InputEncoder.Fitting(
          task.inputs ?? data.inputColumns(excluding: excluded), rows: try data.effectiveSplit.train
        )
      })
    for (index, task) in tasks.enumerated()
    where fitted[index] != numbers.encoders[numbers.encoderOfTask[index]] {
      throw DamagedRun(reason: "the inputs of '\(task.name)' are not coded as its rows say")
    }
  }

  /// A column with all of its expression, what `with` once made it of included.
  private static func column(_ expression: ColumnExpression, of data: Dataset) throws -> Column {
    Column(expression, try expression.evaluated(on: data).values, of: data)
  }

  /// The file of a run.
  static func encode(_ run: Run) throws -> Safetensors {
    let settings = run.settings
    var file = Safetensors()
    file.metadata = [
      mark.name: mark.value, "architecture": settings.architecture.sourceText,
      "weighting": settings.weighting.sourceText, "optimizer": settings.optimizer.sourceText,
      "schedule": settings.schedule.sourceText,
    ]
    file.metadata["stop"] = settings.stop?.sourceText
    var numbers = RunArchive.Numbers(run)
    numbers.state.moveArrays(to: &file, model: run.model)
    file.metadata["numbers"] = try json(numbers)
    var collector = DataCollector()
    let excluded = settings.excludedInputs.union(settings.tasks.targetColumns)
    let tasks = try run.tasks.map { try collector.add($0, excluding: excluded) }
    file.metadata["tasks"] = try json(tasks)
    file.metadata["data"] = try json(collector.store(in: &file))
    return file
  }

  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func value<Wanted: Decodable>(_ text: String, as type: Wanted.Type) throws -> Wanted {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(text.utf8))
  }

  /// Why a file cannot be written, in a few words.
  private static func reason(for error: any Error) -> String {
    guard let error = error as? CocoaError else { return "\(error)" }
    switch error.code {
    case .fileWriteOutOfSpace: return "no space is left on the disk"
    case .fileWriteNoPermission: return "that is not permitted"
    case .fileWriteVolumeReadOnly: return "the disk is read-only"
    case .fileNoSuchFile: return "there is no such file or folder"
    default: return reason(for: (error.underlying as? POSIXError)?.code)
    }
  }

  private static func reason(for code: POSIXError.Code?) -> String {
    switch code {
    case .ENOTDIR?: "a part of the path is a file, not a folder"
    case .EISDIR?: "it is a folder"
    case .ENAMETOOLONG?: "a name in the path is too long"
    case let code?: "the system reports \(code)"
    case nil: "the system does not say why"
    }
  }
}
