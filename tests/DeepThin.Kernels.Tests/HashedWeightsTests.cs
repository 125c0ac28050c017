using System.Buffers.Binary;
using System.IO.Hashing;
using CsCheck;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

/// <summary>Weights by the hash of another library. The vectors are those of the process: see tests/run.sh.</summary>
[Trait("Category", "Kernels")]
public class HashedWeightsTests
{
    private const int Cases = 200;

    // Up to beyond twice the 256 weights whose hashes are computed at a time.
    private static readonly Gen<int> Length = Gen.Int[1, 600], Count = Gen.Int[1, 1000], First = Gen.Int[0, int.MaxValue - 600], HashSeed = Gen.Int, Seed = Gen.Int[0, 1000];

    [Fact]
    public void LookUp_takes_a_bucket_and_a_sign_by_the_hash_of_the_index() =>
        Gen.Select(Length, Count, HashSeed, First, Seed).Sample(
            (length, count, hashSeed, first, seed) =>
            {
                Block buckets = Block.Random(seed, count), weights = Block.Zeros(length);
                HashedWeights.LookUp(ref buckets.First, count, hashSeed, first, length, ref weights.First);
                weights.AssertNear(i =>
                {
                    var (bucket, sign) = Place(first + i, count, hashSeed);
                    return (sign * buckets[bucket], 0);
                });
            },
            iter: Cases);

    [Fact]
    public void AddGradients_adds_each_weights_gradient_to_that_of_its_bucket() =>
        Gen.Select(Length, Count, HashSeed, First, Seed).Sample(
            (length, count, hashSeed, first, seed) =>
            {
                Block weights = Block.Random(seed, length), buckets = Block.Random(seed + 1, count);
                var before = buckets.Copy();
                HashedWeights.AddGradients(ref weights.First, count, hashSeed, first, length, ref buckets.First);
                var places = Enumerable.Range(0, length).Select(i => (Index: i, Place: Place(first + i, count, hashSeed))).ToLookup(pair => pair.Place.Bucket);
                buckets.AssertNear(bucket =>
                {
                    var found = places[bucket].ToList();
                    return Sum.Over(found.Count, t => found[t].Place.Sign * (double)weights[found[t].Index], before[bucket]);
                });
            },
            iter: Cases);

    private static (int Bucket, int Sign) Place(int index, int count, int seed)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, index);
        uint hash = XxHash32.HashToUInt32(bytes, seed);
        return ((int)((ulong)count * (hash / 2) / (1UL << 31)), hash % 2 == 0 ? 1 : -1);
    }
}
