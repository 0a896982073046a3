import TandemTensors
import TestSupport
import Testing

@Suite struct GatheringTests {
  @Test("ids pick rows, are rounded, and give NaN outside the table")
  func rows() {
    let table = Tensor([0, 1, 10, 11, 20, 21], [3, 2])
    let rows = table.gathering(Tensor([2, 0, 0.9, 2], [2, 2]))
    #expect(rows.shape == [2, 2, 2])
    #expect(rows.values == [20, 21, 0, 1, 10, 11, 20, 21])
    let outside: [Float] = [3, -1, .nan, .infinity, -.infinity, 1e30]
    #expect(table.gathering(Tensor(outside, [6])).values.allSatisfy { $0.isNaN })
    #expect(table.gathering(Tensor([1, 2], [2]), emptyRow: 1).values == [0, 0, 20, 21])
    #expect(table.gathering(.zeros([0])).shape == [0, 2])
    #expect(Tensor.zeros([0, 2]).gathering(.zeros([3])).values.allSatisfy { $0.isNaN })
  }

  @Test("gradients of one row are added up, large tables alike")
  func gradient() throws {
    forAll(count: 20) { source in
      let (rowCount, size) = (source.whole(1...3000), source.whole(1...40))
      let ids = source.list(0...400) { Float($0.whole(0...rowCount - 1)) }
      let numbers = ids.flatMap { _ in (0..<size).map { _ in Float(source.whole(-9...9)) } }
      let table = Tensor.zeros([rowCount, size])
      let rows = table.gathering(Tensor(ids, [ids.count]))
      let gradient = try gradients(
        of: [rows], upstream: [Tensor(numbers, rows.shape)], withRespectTo: [table])[0]
      var expected = [Float](repeating: 0, count: rowCount * size)
      for (index, id) in ids.enumerated() {
        for column in 0..<size {
          expected[Int(id) * size + column] += numbers[index * size + column]
        }
      }
      try #require(gradient.values == expected)
    }
  }

  @Test("the largest id that a float holds exactly is found")
  func exact() {
    let count = 1 << 24
    let table = Tensor.zeros([count, 1])
    let ids = Tensor([Float(count - 1), Float(count - 2), Float(count)], [3])
    let rows = table.gathering(ids).values
    #expect(rows[0] == 0 && rows[1] == 0 && rows[2].isNaN)
  }
}
