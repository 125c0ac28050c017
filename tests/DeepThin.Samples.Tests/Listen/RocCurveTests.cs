using CsCheck;
using Listen;

namespace DeepThin.Samples.Tests.Listen;

public sealed class RocCurveTests
{
    [Fact]
    public void The_area_is_the_share_of_pairs_in_the_right_order() => Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1]).Array[2, 50]
        .Where(frames => frames.Select(frame => frame.Item2).Distinct().Count() == 2)
        .Sample(frames =>
        {
            var pairs = frames.Where(frame => frame.Item2 == 1).SelectMany(speech => frames.Where(frame => frame.Item2 == 0).Select(other => Math.Sign(speech.Item1 - other.Item1)));
            Assert.Equal(pairs.Average(sign => (1 + sign) / 2.0), RocCurve.Area([.. frames.Select(frame => (float)frame.Item1)], [.. frames.Select(frame => frame.Item2)])!.Value, 12);
        });

    [Fact]
    public void There_is_none_without_frames_of_both_kinds()
    {
        Assert.Null(RocCurve.Area([1, 2], [1, 1]));
        Assert.Null(RocCurve.Area([1, 2], [0, 0]));
    }
}
