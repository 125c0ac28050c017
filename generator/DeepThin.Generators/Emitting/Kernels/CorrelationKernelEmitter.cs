using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>A FIR correlation of x with the rows of W_f, and a combination of its samples with X_f.</summary>
internal sealed class CorrelationKernelEmitter(CorrelationShape shape) : KernelEmitter
{
    private readonly ReLayoutPlan _factors = shape.Factors;
    private readonly TransformEmitter? _transform = shape.Transforms == null ? null : new(shape.Transforms.Half);

    // The maps hold numbers below n. A span of bytes is read in place even in a build without optimizations, where one of wider numbers allocates.
    private string MapType => _factors.N <= byte.MaxValue + 1 ? "byte" : _factors.N <= ushort.MaxValue + 1 ? "ushort" : "int";

    public override string Describe() =>
        $"correlation: S_k[s] = Σ_p W_f[k, p]·x[s + p] at {SourceWriter.Grouped(shape.Shifts)} shifts, then y[c] = Σ_j Σ_k X_f[j, k]·S_k[j·n − c·Q]<br/>\n"
        + $"in {SourceWriter.Grouped(shape.Phases)} phases of up to {shape.ColumnsPerPhase} columns and {shape.Terms} terms"
        + (shape.IsPacked ? "" : ", X_f read as it is");

    public override void EmitMaps(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>The repeat pattern: where the shifts of phase c begin in S, (n − 1) − (c·Q mod n). Column c + i·n has the phase of column c.</summary>
            private static global::System.ReadOnlySpan<{{MapType}}> Starts => new {{MapType}}[]
            {
            """);
        writer.WriteList([.. Enumerable.Range(0, shape.Phases).Select(c => SourceWriter.Literal(Start(c)))], 24);
        writer.Write("};");
        writer.Skip();
        if (shape.LanesArePhases) EmitFirstColumns(writer);
        if (shape.Transforms is { } transforms) EmitTransforms(writer, transforms);
    }

    private void EmitTransforms(SourceWriter writer, OverlapSave transforms)
    {
        writer.Write($$"""
            /// <summary>One vector of lanes: the complex transform Z of {{transforms.Length}} rows, two rows one value.</summary>
            {{Optimize}}
            """);
        _transform!.EmitTransform(writer);
        writer.Write($$"""
            /// <summary>One vector of lanes: the first {{transforms.Outputs}} rows whose transform, value f in the place of value −f, is in the buffer.</summary>
            {{Optimize}}
            """);
        _transform.EmitInverse(writer, transforms.Outputs);
    }

    private void EmitFirstColumns(SourceWriter writer)
    {
        int[] columns = new int[_factors.N];
        for (int c = 0; c < columns.Length; c++) columns[Start(c)] = c;
        writer.Write($$"""
            /// <summary>The pattern the other way round: the first column whose shifts begin at a place in S; R or more where no column does.</summary>
            private static global::System.ReadOnlySpan<{{MapType}}> FirstColumns => new {{MapType}}[]
            {
            """);
        writer.WriteList([.. columns.Select(c => SourceWriter.Literal(c))], 24);
        writer.Write("};");
        writer.Skip();
    }

    public override bool EmitPrepare(SourceWriter writer)
    {
        if (!shape.IsPacked) return false;
        if (!shape.IsNarrow)
        {
            if (shape.LanesArePhases) EmitPackPhases(writer);
            else EmitPackColumns(writer);
        }

        if (shape.Transforms is not { } transforms) return !shape.IsNarrow;
        writer.Skip();
        writer.Write($$"""
            // For a panel's transforms their twiddles, and what the taps of each rank do between them.
            global::System.ReadOnlySpan<byte> radices = new byte[] { {{string.Join(", ", _transform!.Radices())}} };
            ref float twiddle = ref At(ref prepared, {{shape.Packed}});
            {{Runtime}}.Fourier<TSimd, TVector>.PrepareTwiddles(ref twiddle, {{transforms.Half}}, radices);
            for (int k = 0; k < Rank; k++)
            {
                ref float filter = ref At(ref twiddle, {{transforms.Twiddles}} + k * {{transforms.FilterLength}});
                {{Runtime}}.Fourier<TSimd, TVector>.PrepareFilter(ref At(ref wf, k * N), N, {{transforms.Half}}, radices, ref twiddle, ref filter);
            }
            """);
        return true;
    }

    private void EmitPackPhases(SourceWriter writer) => writer.Write($$"""
        // X_f by the order of its shifts: for sixteen neighbouring starts in S and up to eight columns of each, rank by rank and term by term the
        // starts side by side, zeros where a column has no such term.
        const int Terms = {{shape.Terms}}, Columns = {{shape.ColumnsPerPhase}};
        ref float packed = ref prepared;
        for (int start = 0; start < N; start += {{KernelShape.Lanes}})
        {
            for (int first = 0; first < Columns; first += {{CorrelationShape.ColumnBlock}})
            {
                for (int k = 0; k < Rank; k++)
                {
                    for (int t = 0; t < Terms; t++)
                    {
                        for (int i = first; i < first + {{CorrelationShape.ColumnBlock}} && i < Columns; i++)
                        {
                            for (int lane = 0; lane < {{KernelShape.Lanes}}; lane++)
                            {
                                long column = start + lane < N ? FirstColumns[start + lane] + (long)i * N : R, j = column * Q / N + t;
                                bool overlaps = column < R && j * N < (column + 1) * Q;
                                At(ref packed, lane) = overlaps ? At(ref xf, (nint)j * Rank + k) : 0f;
                            }

                            packed = ref At(ref packed, {{KernelShape.Lanes}});
                        }
                    }
                }
            }
        }
        """);

    private void EmitPackColumns(SourceWriter writer) =>
        writer.Write($$"""
            // X_f phase by phase, as the combination streams it: for each {{shape.ColumnsTogether}} of the columns c, c + n, c + 2n, …, rank by rank and term by term
            // the columns side by side, zeros where a column has no such term.
            const int Phases = {{shape.Phases}}, Terms = {{shape.Terms}}, Lanes = {{shape.ColumnLanes}}, Together = {{shape.ColumnsTogether}};
            ref float packed = ref prepared;
            for (int c = 0; c < Phases; c++)
            {
                int columns = (R - c + N - 1) / N, j = (int)((long)c * Q / N), terms = (Q - 1 + N - 1 - Starts[c]) / N + 1;
                for (int first = 0; first < Lanes; first += Together)
                {
                    for (int k = 0; k < Rank; k++)
                    {
                        for (int t = 0; t < Terms; t++)
                        {
                            int present = t < terms ? {{Names.Math}}.Clamp(columns - first, 0, Together) : 0;
                            for (int i = 0; i < present; i++) At(ref packed, i) = At(ref xf, ((nint)(first + i) * Q + j + t) * Rank + k);
                            Clear(ref At(ref packed, present), Together - present);
                            packed = ref At(ref packed, Together);
                        }
                    }
                }
            }
            """);

    public override void EmitOneSample(SourceWriter writer)
    {
        writer.Write($"const int Shifts = {shape.PaddedShifts};");
        writer.Skip();
        if (shape.Half > 0) EmitSplit(writer);
        else EmitWhole(writer);
        writer.Skip();
        if (shape.HasPairs) EmitPairs(writer);
        if (!shape.IsPacked) EmitCombineUnpacked(writer);
        else if (shape.LanesArePhases) EmitCombinePhases(writer);
        else EmitCombineColumns(writer);
    }

    private static void EmitWhole(SourceWriter writer) => writer.Write($$"""
        // S_k[s] = Σ_p W_f[k, p]·x[s + p], s = −(n − 1) …
        for (int k = 0; k < Rank; k++)
        {
            for (int u = 0; u < Shifts; u += {{CorrelationShape.ShiftVectors}} * TSimd.Count)
            {
                {{Correlation}}.Set(ref At(ref wf, k * N), N, ref At(ref x, u - (N - 1)), ref At(ref scratch, k * Shifts + u));
            }
        }
        """);

    private void EmitSplit(SourceWriter writer) => writer.Write($$"""
        // S_k[s] = Σ_p W_f[k, p]·x[s + p], s = −(n − 1) …, split in two. With A and B the first and the second h = {{shape.Half}} taps and
        // d[s] = x[s] − x[s + h]: S[s] = ((A + B) ⋆ x)[s + h] + (A ⋆ d)[s] and S[s + h] = ((A + B) ⋆ x)[s + h] − (B ⋆ d)[s + h],{{(shape.Half * 2 < _factors.N ? " and the\n// taps behind B." : ".")}}
        const int Half = {{shape.Half}};
        ref float differences = ref At(ref scratch, {{shape.Differences}});
        ref float both = ref At(ref differences, Shifts + Half), negative = ref At(ref both, Half), shared = ref At(ref negative, Half);
        ref float input = ref At(ref x, -(N - 1));
        for (int i = 0; i < Shifts + Half; i += TSimd.Count)
        {
            TSimd.Store(TSimd.Subtract(TSimd.Load(ref input, i), TSimd.Load(ref input, i + Half)), ref differences, i);
        }

        for (int k = 0; k < Rank; k++)
        {
            ref float front = ref At(ref wf, k * N), back = ref At(ref front, Half);
            for (int p = 0; p < Half; p += TSimd.Count)
            {
                TSimd.Store(TSimd.Add(TSimd.Load(ref front, p), TSimd.Load(ref back, p)), ref both, p);
                TSimd.Store(TSimd.Subtract(TSimd.Zero, TSimd.Load(ref back, p)), ref negative, p);
            }

            for (int start = 0; start < Shifts; start += 2 * Half)
            {
                for (int u = start; u < {{Names.Math}}.Min(start + Half, Shifts); u += {{CorrelationShape.ShiftVectors}} * TSimd.Count)
                {
                    ref float s = ref At(ref scratch, k * Shifts + u), t = ref At(ref s, Half);
                    {{Correlation}}.Set(ref both, Half, ref At(ref input, u + Half), ref shared);
                    {{Correlation}}.Add(ref front, Half, ref At(ref differences, u), ref shared, ref s);{{Behind("s", 2)}}
                    if (u + Half >= Shifts) continue;
                    {{Correlation}}.Add(ref negative, Half, ref At(ref differences, u + Half), ref shared, ref t);{{Behind("t", 3)}}
                }
            }
        }
        """);

    private string Behind(string s, int halves) => _factors.N == 2 * shape.Half ? "" : $"""

                    {Correlation}.Add(
                        ref At(ref back, Half), N - 2 * Half, ref At(ref input, u + {SourceWriter.Literal(halves)} * Half), ref {s}, ref {s});
        """;

    private void EmitCombineUnpacked(SourceWriter writer)
    {
        const int Block = CorrelationShape.UnpackedColumns;
        writer.Write($$"""
            // y[c] = Σ_t Σ_k X_f[j₀(c) + t, k]·S_k[Starts[c mod n] + t·n], j₀(c) = ⌊c·Q / n⌋: what a column reads of X_f lies side by side as it is, and
            // column after column. So S is gathered in that order: a row for each phase, zeros behind its terms{{(shape.GatheredPhases > shape.Phases ? ", the first rows again at the end" : "")}}.
            const int Length = {{shape.GatheredShifts}};
            ref float gathered = ref At(ref scratch, {{shape.PhaseSums}});
            ref float row = ref gathered;
            for (int i = 0; i < {{shape.GatheredPhases}}; i++)
            {
                int start = Starts[{{(shape.GatheredPhases > shape.Phases ? "i % N" : "i")}}], terms = (Q - 1 + N - 1 - start) / N + 1;
                for (int k = 0; k < Rank; k++)
                {
                    ref float s = ref At(ref scratch, k * Shifts + start);
                    for (int t = 0; t < terms; t++) At(ref row, t * Rank + k) = At(ref s, t * N);
                }

                for (int lane = terms * Rank; lane < Length; lane++) At(ref row, lane) = 0;
                row = ref At(ref row, Length);
            }

            // Four columns at a time, each an inner product of contiguous vectors.
            int column = 0;
            """);
        string block = SourceWriter.Literal(Block), sums = string.Join(", ", Enumerable.Range(0, Block).Select(i => "a" + SourceWriter.Literal(i)));
        EmitColumns(writer, $"column + {block} <= R; column += {block}", Block, $"TSimd.StoreSums({sums}, ref sums, column);");
        writer.Skip();
        EmitColumns(writer, "column < R; column++", 1, "At(ref sums, column) = TSimd.Sum(a0);");
    }

    private static void EmitColumns(SourceWriter writer, string head, int block, string store) => writer.Write($$"""
        for (; {{head}})
        {
            ref float s = ref At(ref gathered, column % N * Length);
            {{Unroll.Each(block, 4, i => $"ref float f{i} = ref At(ref xf, (column + {i}) * Q / N * Rank);")}}
            {{Unroll.Zeros("a", block)}}
            for (int lane = 0; lane < Length; lane += TSimd.Count)
            {
                {{Unroll.Each(block, 8, i => $"a{i} = TSimd.MultiplyAdd(TSimd.Load(ref f{i}, lane), TSimd.Load(ref s, {i} * Length + lane), a{i});")}}
            }

            {{store}}
        }
        """);

    private void EmitPairs(SourceWriter writer)
    {
        writer.Write($$"""
            // S in 16 bits: integers up to {{shape.LargestShift}}, so that no sum of their products with X_f in 8 bits leaves 32 bits. Two terms are one multiplication.
            ref float pairs = ref At(ref scratch, {{shape.Pairs}});
            TVector unit = TSimd.Broadcast({{Correlation}}.ToPairs(ref scratch, N, Rank * Shifts, {{shape.LargestShift}}, ref pairs));
            """);
        writer.Skip();
    }

    private void EmitCombinePhases(SourceWriter writer)
    {
        writer.Write($$"""
            // y[c + i·n] = Σ_k Σ_t X_f[j₀(c) + i·Q + t, k]·S_k[start(c) + t·n]: lanes run over neighbouring starts, columns i stay in registers.
            const int Terms = {{shape.Order.Terms}}, Columns = {{shape.ColumnsPerPhase}};
            ref float columns = ref At(ref scratch, {{shape.PhaseSums}});
            {{Packed}}
            """);
        writer.Block($"for (int start = 0; start < N; start += {KernelShape.Lanes})", () =>
        {
            const int Block = CorrelationShape.ColumnBlock;
            int rest = shape.ColumnsPerPhase % Block;
            if (shape.ColumnsPerPhase >= Block)
            {
                writer.Block($"for (int first = 0; first + {Block} <= Columns; first += {Block})", () => EmitPhases(writer, "first", Block));
                writer.Skip();
            }

            if (rest > 0)
            {
                EmitPhases(writer, SourceWriter.Literal(shape.ColumnsPerPhase - rest), rest);
                writer.Skip();
            }

            writer.Write($$"""
                for (int lane = 0; lane < {{KernelShape.Lanes}} && start + lane < N; lane++)
                {
                    ref float value = ref At(ref columns, lane);
                    ref float sum = ref At(ref sums, FirstColumns[start + lane]);
                    for (int i = 0; i < Columns; i++)
                    {
                        sum = value;
                        sum = ref At(ref sum, N);
                        value = ref At(ref value, {{KernelShape.Lanes}});
                    }
                }
                """);
            if (shape.HasPairs) writer.Write(NextScales($"Columns * {KernelShape.Lanes}"));
        });
    }

    private void EmitPhases(SourceWriter writer, string first, int block) => writer.Write($$"""
        for (int lane = 0; lane < {{KernelShape.Lanes}}; lane += TSimd.Count)
        {
            {{Unroll.Zeros("a", block)}}
            ref {{TypeOf(shape.Held)}} f = ref At(ref packed, {{(shape.HasPairs ? "2 * " : "")}}lane);
            for (int k = 0; k < Rank; k++)
            {
                ref float s = ref At(ref {{(shape.HasPairs ? "pairs" : "scratch")}}, k * Shifts + start + lane);
                for (int t = 0; t < Terms; t{{(shape.HasPairs ? " += 2" : "++")}})
                {
                    TVector v = TSimd.Load(ref s, t * N);
                    {{Unroll.Each(block, 12, i => shape.HasPairs
                        ? $"a{i} = TSimd.MultiplyAddPairs(ref f, {2 * i * KernelShape.Lanes}, v, a{i});"
                        : $"a{i} = TSimd.MultiplyAdd(v, TSimd.Load(ref f, {i * KernelShape.Lanes}), a{i});")}}
                    f = ref At(ref f, {{(shape.HasPairs ? 2 : 1) * block * KernelShape.Lanes}});
                }
            }

            {{Unroll.Each(block, 4, i => $"TSimd.Store({Scaled($"a{i}", $"({first} + {i}) * {KernelShape.Lanes} + lane")}, ref columns, ({first} + {i}) * {KernelShape.Lanes} + lane);")}}
        }

        packed = ref At(ref packed, Rank * Terms * {{block * KernelShape.Lanes}});
        """);

    private void EmitCombineColumns(SourceWriter writer)
    {
        int vectors = shape.ColumnsTogether / KernelShape.Lanes;
        writer.Write($$"""
            // y[c + i·n] = Σ_k Σ_t X_f[j₀(c) + i·Q + t, k]·S_k[Starts[c] + t·n]: lanes run over i, {{(shape.HasPairs ? "eight" : "four")}} terms at a time.
            const int Phases = {{shape.Phases}}, Terms = {{shape.Order.Terms}}, Columns = {{shape.ColumnsPerPhase}}, Lanes = {{shape.ColumnLanes}}, Together = {{shape.ColumnsTogether}};
            ref float columns = ref At(ref scratch, {{shape.PhaseSums}});
            {{Packed}}
            """);
        writer.Block($"for (int c = 0; c < Phases; c++)", () =>
        {
            writer.Block($"for (int first = 0; first < Lanes; first += Together)", () =>
            {
                writer.Block($"for (int lane = 0; lane < Together; lane += {vectors} * TSimd.Count)", () =>
                {
                    writer.Write($"{(shape.HasPairs ? CombinePairs(vectors) : CombineTerms(vectors))}");
                    writer.Skip();
                    writer.Write($"{Unroll.Each(vectors, 0, v => $"TSimd.Store({Scaled(Sum(v, vectors), $"first + lane + {v} * TSimd.Count")}, ref columns, first + lane + {v} * TSimd.Count);")}");
                });
                writer.Skip();
                writer.Write("packed = ref At(ref packed, Rank * Terms * Together);");
            });
            writer.Skip();
            writer.Write("""
                ref float sum = ref At(ref sums, c);
                for (int i = 0; i < Columns; i++)
                {
                    sum = At(ref columns, i);
                    sum = ref At(ref sum, N);
                }
                """);
            if (shape.HasPairs) writer.Write(NextScales("Lanes"));
        });
    }

    public override void EmitPanel(SourceWriter writer, Action<string> finish)
    {
        writer.Write($"const int Rows = {shape.PanelShifts};");
        if (shape.Transforms is { } transforms) EmitOverlapSave(writer, transforms);
        else EmitTapByTap(writer);
        writer.Skip();
        if (!shape.IsNarrow) EmitCombinePanel(writer, finish);
        else if (shape.LanesArePhases) EmitCombineNarrowPhases(writer, finish);
        else EmitCombineNarrowColumns(writer, finish);
    }

    private void EmitTapByTap(SourceWriter writer) => writer.Write($$"""
        const int Shifts = {{shape.Shifts}};

        // S_k[s, b] = Σ_p W_f[k, p]·x[s + p, b], s = −(n − 1) …
        Clear(ref scratch, N + 2 * Margin);
        ref float taps = ref At(ref scratch, Margin);
        for (int k = 0; k < Rank; k++)
        {
            for (int p = 0; p < N; p++) At(ref taps, p) = At(ref wf, k * N + p);
            {{Product}}.Correlate(
                ref taps, N, ref At(ref x, (nint)(1 - N) * Panel), ref At(ref kept, (nint)k * Rows * Panel), Shifts, Panel);
        }
        """);

    private void EmitOverlapSave(SourceWriter writer, OverlapSave transforms) => writer.Write($$"""
        const int Outputs = {{transforms.Outputs}};

        // S_k[s, b] = Σ_p W_f[k, p]·x[s + p, b], s = −(n − 1) …, by overlap-save: {{transforms.Blocks}} blocks of real transforms of {{transforms.Length}} = 2·{{_transform!.Describe()}}
        // rows give {{transforms.Outputs}} shifts each, Ŝ_k[f, b] = x̂[f, b]·conj(Ŵ_k[f]). Lanes run over the samples b.
        ref float twiddle = ref At(ref prepared, {{shape.Packed}});
        ref float filters = ref At(ref twiddle, {{transforms.Twiddles}});
        ref float spectrum = ref At(ref scratch, {{transforms.Spectrum}});
        for (int lane = 0; lane < Panel; lane += TSimd.Count)
        {
            for (int block = 0; block < {{transforms.Blocks}}; block++)
            {
                Transform(ref At(ref x, (nint)(1 - N + block * Outputs) * Panel + lane), Panel, ref spectrum, ref twiddle, ref scratch);
                for (int k = 0; k < Rank; k++)
                {
                    ref float s = ref At(ref kept, ((nint)k * Rows + block * Outputs) * Panel + lane);
                    {{Runtime}}.Fourier<TSimd, TVector>.Filter(ref spectrum, ref At(ref filters, k * {{transforms.FilterLength}}), {{transforms.Half}}, ref scratch);
                    Invert(ref s, Panel, ref twiddle, ref scratch);
                }
            }
        }
        """);

    private void EmitCombinePanel(SourceWriter writer, Action<string> finish)
    {
        writer.Write($$"""
            // y[c + i·n, b] = Σ_k Σ_t X_f[j₀(c) + i·Q + t, k]·S_k[Starts[c] + t·n, b]: a small matrix product for each phase.
            """);
        writer.Block($"for (int phase = 0; phase < {shape.Phases}; phase++)", () =>
        {
            writer.Write($$"""
                int columns = (R - phase + N - 1) / N, j = (int)((long)phase * Q / N), terms = (Q - 1 + N - 1 - Starts[phase]) / N + 1;
                ref float from = ref At(ref kept, (nint)Starts[phase] * Panel);
                ref float to = ref At(ref y, (nint)phase * Panel);
                nint stride = (nint)N * Panel;
                {{Product}}.Set(
                    ref At(ref xf, (nint)j * Rank), Q * Rank, Rank, ref from, stride, ref to, stride, columns, terms, Panel);
                for (int k = 1; k < Rank; k++)
                {
                    ref float next = ref At(ref from, (nint)k * Rows * Panel);
                    {{Product}}.Add(
                        ref At(ref xf, (nint)j * Rank + k), Q * Rank, Rank, ref next, stride, ref to, stride, columns, terms, Panel);
                }
                """);
            finish("for (int c = phase; c < R; c += N)");
        });
    }

    private void EmitCombineNarrowColumns(SourceWriter writer, Action<string> finish)
    {
        writer.Write($$"""
            // y[c + i·n, b] = Σ_k Σ_t X_f[j₀(c) + i·Q + t, k]·S_k[Starts[c] + t·n, b]: a small matrix product for each phase, whose X_f is widened first.
            const int Terms = {{shape.Order.Terms}}, Lanes = {{shape.ColumnLanes}};
            ref float tile = ref At(ref scratch, {{shape.Tile}});
            {{Packed}}
            """);
        writer.Block($"for (int phase = 0; phase < {shape.Phases}; phase++)", () =>
        {
            writer.Write($"{NarrowWeights(shape)}.WidenColumns(ref packed, ref {Scales}, Rank * Terms, Lanes, {shape.ColumnsTogether}, ref tile);");
            EmitNarrowProduct(writer, "tile", "1", "Lanes", finish);
            writer.Skip();
            writer.Write($"packed = ref At(ref packed, Rank * Terms * Lanes);{NextScales("Lanes")}");
        });
    }

    private void EmitCombineNarrowPhases(SourceWriter writer, Action<string> finish)
    {
        const int Lanes = KernelShape.Lanes;
        writer.Write($$"""
            // y[c + i·n, b] = Σ_k Σ_t X_f[j₀(c) + i·Q + t, k]·S_k[Starts[c] + t·n, b]: a small matrix product for each phase. The X_f of sixteen phases whose
            // starts in S are neighbours is widened first.
            const int Terms = {{shape.Order.Terms}}, Columns = {{shape.ColumnsPerPhase}};
            ref float tile = ref At(ref scratch, {{shape.Tile}});
            {{Packed}}
            """);
        writer.Block($"for (int start = 0; start < N; start += {Lanes})", () =>
        {
            writer.Write($"{NarrowWeights(shape)}.WidenPhases(ref packed, ref {Scales}, Rank * Terms, Columns, ref tile);");
            writer.Block($"for (int i = start; i < start + {Lanes} && i < N; i++)", () =>
            {
                writer.Write($$"""
                    int phase = FirstColumns[i];
                    if (phase >= R) continue;
                    """);
                EmitNarrowProduct(writer, "At(ref tile, i - start)", SourceWriter.Literal(Lanes), $"Columns * {Lanes}", finish);
            });
            writer.Skip();
            writer.Write($"packed = ref At(ref packed, Rank * Terms * Columns * {Lanes});{NextScales($"Columns * {Lanes}")}");
        });
    }

    private static void EmitNarrowProduct(SourceWriter writer, string tile, string row, string step, Action<string> finish)
    {
        writer.Write($$"""
            int columns = (R - phase + N - 1) / N, terms = (Q - 1 + N - 1 - Starts[phase]) / N + 1;
            ref float from = ref At(ref kept, (nint)Starts[phase] * Panel);
            ref float to = ref At(ref y, (nint)phase * Panel);
            nint stride = (nint)N * Panel;
            ref float factors = ref {{tile}};
            {{Product}}.Set(ref factors, {{row}}, {{step}}, ref from, stride, ref to, stride, columns, terms, Panel);
            for (int k = 1; k < Rank; k++)
            {
                factors = ref At(ref factors, Terms * {{step}});
                from = ref At(ref from, (nint)Rows * Panel);
                {{Product}}.Add(ref factors, {{row}}, {{step}}, ref from, stride, ref to, stride, columns, terms, Panel);
            }
            """);
        finish("for (int c = phase; c < R; c += N)");
    }

    // X_f as it is packed: prepared, or where it is narrow the parameter itself.
    private string Packed => !shape.IsNarrow ? "ref float packed = ref prepared;"
        : $"ref {TypeOf(shape.Held)} packed = ref xf;" + (shape.Held == WeightType.Int8 ? "\nref float scales = ref xfScales;" : "");

    private string Scales => shape.Held == WeightType.Int8 ? "scales" : "parameters";

    private string Scaled(string sum, string place) => shape.HasPairs ? $"TSimd.Multiply(TSimd.ToFloats({sum}), TSimd.Multiply(unit, TSimd.Load(ref scales, {place})))" : sum;

    private string NextScales(string count) => shape.HasPairs ? $"\nscales = ref At(ref scales, {count});" : "";

    public override void EmitBackward(SourceWriter writer) => writer.Write($$"""
        const int Shifts = {{shape.Shifts}}, Rows = {{shape.PanelShifts}};
        ref float taps = ref At(ref scratch, Margin);
        ref float ds = ref At(ref scratch, {{shape.PaddedTaps}});
        for (int k = 0; k < Rank; k++)
        {
            // dS_k[Starts[c] + t·n, b] = Σ_i X_f[j₀(c) + i·Q + t, k]·g[c + i·n, b], and zeros at shifts that no column meets.
            {{(_factors.N > _factors.R ? "Clear(ref ds, (Shifts + 2 * Block) * Panel);" : "Clear(ref At(ref ds, (nint)Shifts * Panel), 2 * Block * Panel);")}}
            ref float s = ref At(ref kept, (nint)k * Rows * Panel);
            for (int c = 0; c < {{shape.Phases}}; c++)
            {
                int columns = (R - c + N - 1) / N, j = (int)((long)c * Q / N), terms = (Q - 1 + N - 1 - Starts[c]) / N + 1;
                nint start = (nint)Starts[c] * Panel, stride = (nint)N * Panel;
                ref float gc = ref At(ref g, (nint)c * Panel);
                {{Product}}.Set(
                    ref At(ref xf, (nint)j * Rank + k), Rank, Q * Rank, ref gc, stride, ref At(ref ds, start), stride, terms, columns, Panel);

                // ∂L/∂X_f[j₀(c) + i·Q + t, k] = Σ_b g[c + i·n, b]·S_k[Starts[c] + t·n, b]
                for (int i = 0; i < columns; i++)
                {
                    ref float row = ref At(ref dxf, ((nint)j + (nint)i * Q) * Rank + k);
                    {{Product}}.AddLagged(ref At(ref gc, i * stride), ref At(ref s, start), stride, ref row, Rank, terms, Panel);
                }
            }

            // ∂L/∂W_f[k, p] = Σ_s Σ_b dS_k[s, b]·x[s + p, b]
            {{Product}}.AddLagged(
                ref ds, ref At(ref x, (nint)(1 - N) * Panel), Panel, ref At(ref dwf, k * N), 1, N, Shifts * Panel);

            // ∂L/∂x[q, b] = Σ_k Σ_p W_f[k, p]·dS_k[q − p, b]: a correlation with the taps reversed.
            if (wantsInput)
            {
                Clear(ref scratch, N + 2 * Margin);
                for (int p = 0; p < N; p++) At(ref taps, p) = At(ref wf, k * N + (N - 1 - p));
                if (k == 0) {{Product}}.Correlate(ref taps, N, ref ds, ref gx, Q, Panel);
                else {{Product}}.AddCorrelation(ref taps, N, ref ds, ref gx, Q, Panel);
            }
        }
        """);

    private int Start(int c) => _factors.N - 1 - (int)((long)c * _factors.Q % _factors.N);

    private string CombineTerms(int vectors) => $$"""
        {{Unroll.Zeros("a", 4 * vectors)}}
        ref {{TypeOf(shape.Held)}} f = ref At(ref packed, lane);
        for (int k = 0; k < Rank; k++)
        {
            ref float s = ref At(ref scratch, k * Shifts + Starts[c]);
            int t = 0;
            for (; t + 4 <= Terms; t += 4)
            {
                {{Combine(4, vectors, 8)}}
                s = ref At(ref s, 4 * N);
                f = ref At(ref f, 4 * Together);
            }

            for (; t < Terms; t++)
            {
                {{Combine(1, vectors, 8)}}
                s = ref At(ref s, N);
                f = ref At(ref f, Together);
            }
        }
        """;

    private static string CombinePairs(int vectors) => $$"""
        {{Unroll.Zeros("a", vectors)}}
        ref sbyte f = ref At(ref packed, 2 * lane);
        for (int k = 0; k < Rank; k++)
        {
            ref float s = ref At(ref pairs, k * Shifts + Starts[c]);
            int t = 0;
            for (; t + 8 <= Terms; t += 8)
            {
                {{Pairs(4, vectors, 8)}}
                s = ref At(ref s, 8 * N);
                f = ref At(ref f, 8 * Together);
            }

            for (; t < Terms; t += 2)
            {
                {{Pairs(1, vectors, 8)}}
                s = ref At(ref s, 2 * N);
                f = ref At(ref f, 2 * Together);
            }
        }
        """;

    private static string Pairs(int pairs, int vectors, int indentation) => Unroll.Each(pairs * (vectors + 1), indentation, i => (i / (vectors + 1), i % (vectors + 1)) switch
    {
        (var pair, 0) => $"TVector p{pair} = TSimd.Broadcast(ref s, {2 * pair} * N);",
        var (pair, part) => $"a{part - 1} = TSimd.MultiplyAddPairs(ref f, {2 * pair} * Together + {2 * (part - 1)} * TSimd.Count, p{pair}, a{part - 1});",
    });

    private static string Combine(int terms, int vectors, int indentation) =>
        Unroll.Each(terms * (vectors + 1), indentation, i => Term(i / (vectors + 1), i % (vectors + 1), vectors));

    private static string Term(int t, int part, int vectors) => part == 0
        ? $"TVector w{t} = TSimd.Broadcast(ref s, {t} * N);"
        : $"a{t * vectors + part - 1} = TSimd.MultiplyAdd(w{t}, TSimd.Load(ref f, {t} * Together + {part - 1} * TSimd.Count), a{t * vectors + part - 1});";

    private string Sum(int v, int vectors) => shape.HasPairs ? $"a{v}" : $"TSimd.Add(TSimd.Add(a{v}, a{v + vectors}), TSimd.Add(a{v + 2 * vectors}, a{v + 3 * vectors}))";
}
