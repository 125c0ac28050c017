using System;
using System.Linq;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>The second stage of the correlation kernel: the combination of the samples of S with X_f, packed, narrow, or as it is.</summary>
internal sealed class CombinationEmitter(CorrelationShape shape)
{
    // X_f as it is packed: prepared, or where it is narrow the parameter itself.
    private string Packed => !shape.IsNarrow ? "ref float packed = ref prepared;"
        : $"ref {KernelEmitter.TypeOf(shape.Held)} packed = ref xf;" + (shape.HasIntegers ? "\nref float scales = ref xfScales;" : "");

    private string Scales => shape.HasIntegers ? "scales" : "parameters";

    /// <summary>What is computed, for one sample or with an index b for a panel.</summary>
    public static string Formula(string b = "") => $"y[c{b}] = Σ_j Σ_k X_f[j, k]·S_k[j·n − c·Q{b}]";

    /// <summary>Packs X_f, where that is prepared. Returns whether it is.</summary>
    public bool EmitPrepare(SourceWriter writer)
    {
        if (!shape.IsPacked || shape.IsNarrow) return false;
        if (shape.LanesArePhases) EmitPackPhases(writer);
        else EmitPackColumns(writer);
        return true;
    }

    /// <summary>From S to the sums of the columns, of one sample.</summary>
    public void EmitOneSample(SourceWriter writer)
    {
        if (shape.HasIntegers) EmitPairs(writer);
        if (!shape.IsPacked) EmitCombineUnpacked(writer);
        else if (shape.LanesArePhases) EmitCombinePhases(writer);
        else EmitCombineColumns(writer);
    }

    /// <summary>From S to the sums of the columns, of a panel.</summary>
    public void EmitPanel(SourceWriter writer, Action<string> finish)
    {
        if (!shape.IsNarrow) EmitCombinePanel(writer, finish);
        else if (shape.LanesArePhases) EmitCombineNarrowPhases(writer, finish);
        else EmitCombineNarrowColumns(writer, finish);
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
                            int present = t < terms ? Math.Clamp(columns - first, 0, Together) : 0;
                            for (int i = 0; i < present; i++) At(ref packed, i) = At(ref xf, ((nint)(first + i) * Q + j + t) * Rank + k);
                            Clear(ref At(ref packed, present), Together - present);
                            packed = ref At(ref packed, Together);
                        }
                    }
                }
            }
            """);

    private void EmitPairs(SourceWriter writer)
    {
        writer.Write($$"""
            // S in 16 bits: integers up to {{shape.Largest}}, so that no sum of their products with X_f in 8 bits leaves 32 bits. Two terms are one multiplication.
            ref float pairs = ref At(ref scratch, {{shape.Pairs}});
            TVector unit = TSimd.Broadcast({{Integers}}.RoundPairs(ref scratch, N, Rank * Shifts, {{shape.Largest}}, ref pairs));
            """);
        writer.Skip();
    }

    private void EmitCombinePhases(SourceWriter writer)
    {
        writer.Write($$"""
            // {{ByPhases()}}.
            // Lanes run over neighbouring starts, columns i stay in registers.
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
                writer.Block($"for (int first = 0; first + {Block} <= Columns; first += {Block})", () => EmitPhases(writer, (KernelShape.Lanes, "first"), Block));
                writer.Skip();
            }

            if (rest > 0)
            {
                EmitPhases(writer, (KernelShape.Lanes * (long)(shape.ColumnsPerPhase - rest), ""), rest);
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
            if (shape.HasIntegers) writer.Write(NextScales($"Columns * {KernelShape.Lanes}"));
        });
    }

    private void EmitPhases(SourceWriter writer, (long, string) first, int block) => writer.Write($$"""
        for (int lane = 0; lane < {{KernelShape.Lanes}}; lane += TSimd.Count)
        {
            {{Unroll.Zeros("a", block)}}
            ref {{KernelEmitter.TypeOf(shape.Held)}} f = ref At(ref packed, {{(shape.HasIntegers ? "2 * " : "")}}lane);
            for (int k = 0; k < Rank; k++)
            {
                ref float s = ref At(ref {{(shape.HasIntegers ? "pairs" : "scratch")}}, k * Shifts + start + lane);
                for (int t = 0; t < Terms; t{{(shape.HasIntegers ? " += 2" : "++")}})
                {
                    TVector v = TSimd.Load(ref s, t * N);
                    {{Unroll.Each(block, 12, i => shape.HasIntegers
                        ? $"a{i} = TSimd.MultiplyAddPairs(ref f, {2 * i * KernelShape.Lanes}, v, a{i});"
                        : $"a{i} = TSimd.MultiplyAdd(v, TSimd.Load(ref f, {i * KernelShape.Lanes}), a{i});")}}
                    f = ref At(ref f, {{(shape.HasIntegers ? 2 : 1) * block * KernelShape.Lanes}});
                }
            }

            {{Unroll.Each(block, 4, i => Store(i, $"a{i}", Unroll.Place(first, (i * KernelShape.Lanes, ""), (1, "lane")), 4))}}
        }

        packed = ref At(ref packed, Rank * Terms * {{block * KernelShape.Lanes}});
        """);

    private void EmitCombineColumns(SourceWriter writer)
    {
        int vectors = shape.ColumnsTogether / KernelShape.Lanes;
        writer.Write($$"""
            // {{ByPhases()}}.
            // Lanes run over i, {{(shape.HasIntegers ? "eight" : "four")}} terms at a time.
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
                    writer.Write($"{(shape.HasIntegers ? CombinePairs(vectors) : CombineTerms(vectors))}");
                    writer.Skip();
                    writer.Write($"{Unroll.Each(vectors, 0, v => Store(v, Sum(v, vectors), Unroll.Place((1, "first"), (1, "lane"), (v, "TSimd.Count")), 0))}");
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
            if (shape.HasIntegers) writer.Write(NextScales("Lanes"));
        });
    }

    private string CombineTerms(int vectors) => $$"""
        {{Unroll.Zeros("a", 4 * vectors)}}
        ref {{KernelEmitter.TypeOf(shape.Held)}} f = ref At(ref packed, lane);
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
        (var pair, 0) => $"TVector p{pair} = TSimd.Broadcast(ref s, {Unroll.Place((2 * pair, "N"))});",
        var (pair, part) => $"a{part - 1} = TSimd.MultiplyAddPairs(ref f, {Unroll.Place((2 * pair, "Together"), (2 * (part - 1), "TSimd.Count"))}, p{pair}, a{part - 1});",
    });

    private static string Combine(int terms, int vectors, int indentation) =>
        Unroll.Each(terms * (vectors + 1), indentation, i => Term(i / (vectors + 1), i % (vectors + 1), vectors));

    private static string Term(int t, int part, int vectors) => part == 0
        ? $"TVector w{t} = TSimd.Broadcast(ref s, {Unroll.Place((t, "N"))});"
        : $"a{t * vectors + part - 1} = TSimd.MultiplyAdd(w{t}, TSimd.Load(ref f, {Unroll.Place((t, "Together"), (part - 1, "TSimd.Count"))}), a{t * vectors + part - 1});";

    private string Sum(int v, int vectors) => shape.HasIntegers ? $"a{v}" : $"TSimd.Add(TSimd.Add(a{v}, a{v + vectors}), TSimd.Add(a{v + 2 * vectors}, a{v + 3 * vectors}))";

    private void EmitCombineUnpacked(SourceWriter writer)
    {
        const int Block = CorrelationShape.UnpackedColumns;
        writer.Write($$"""
            // {{Formula()}}, j = ⌊c·Q / n⌋ …: what a column reads of X_f lies side by side as it is, and
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

    private void EmitCombinePanel(SourceWriter writer, Action<string> finish)
    {
        writer.Write($$"""
            // {{ByPhases(KernelEmitter.OfPanel)}}:
            // a small matrix product for each phase.
            """);
        writer.Block($"for (int phase = 0; phase < {shape.Phases}; phase++)", () =>
        {
            writer.Write($$"""
                int columns = (R - phase + N - 1) / N, j = (int)((long)phase * Q / N), terms = (Q - 1 + N - 1 - Starts[phase]) / N + 1;
                ref float from = ref At(ref kept, (nint)Starts[phase] * Panel.Size);
                ref float to = ref At(ref y, (nint)phase * Panel.Size);
                nint stride = (nint)N * Panel.Size;
                {{Product}}.Set(
                    ref At(ref xf, (nint)j * Rank), Q * Rank, Rank, ref from, stride, ref to, stride, columns, terms, Panel.Size);
                for (int k = 1; k < Rank; k++)
                {
                    ref float next = ref At(ref from, (nint)k * Rows * Panel.Size);
                    {{Product}}.Add(
                        ref At(ref xf, (nint)j * Rank + k), Q * Rank, Rank, ref next, stride, ref to, stride, columns, terms, Panel.Size);
                }
                """);
            finish("for (int c = phase; c < R; c += N)");
        });
    }

    private void EmitCombineNarrowColumns(SourceWriter writer, Action<string> finish)
    {
        writer.Write($$"""
            // {{ByPhases(KernelEmitter.OfPanel)}}:
            // a small matrix product for each phase, whose X_f is widened first.
            const int Terms = {{shape.Order.Terms}}, Lanes = {{shape.ColumnLanes}}, Stride = {{shape.TileStride}};
            ref float tile = ref At(ref scratch, {{shape.Tile}});
            {{Packed}}
            """);
        writer.Block($"for (int phase = 0; phase < {shape.Phases}; phase++)", () =>
        {
            writer.Write($"{KernelEmitter.NarrowWeights(shape)}.WidenColumns(ref packed, ref {Scales}, Rank * Terms, Lanes, {shape.ColumnsTogether}, ref tile, Stride);");
            EmitNarrowProduct(writer, "tile", "1", "Stride", finish);
            writer.Skip();
            writer.Write($"packed = ref At(ref packed, Rank * Terms * Lanes);{NextScales("Lanes")}");
        });
    }

    private void EmitCombineNarrowPhases(SourceWriter writer, Action<string> finish)
    {
        const int Lanes = KernelShape.Lanes;
        writer.Write($$"""
            // {{ByPhases(KernelEmitter.OfPanel)}}:
            // a small matrix product for each phase. The X_f of sixteen phases whose starts in S are neighbours is widened first.
            const int Terms = {{shape.Order.Terms}}, Columns = {{shape.ColumnsPerPhase}};
            ref float tile = ref At(ref scratch, {{shape.Tile}});
            {{Packed}}
            """);
        writer.Block($"for (int start = 0; start < N; start += {Lanes})", () =>
        {
            writer.Write($"{KernelEmitter.NarrowWeights(shape)}.WidenPhases(ref packed, ref {Scales}, Rank * Terms, Columns, ref tile);");
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
            ref float from = ref At(ref kept, (nint)Starts[phase] * Panel.Size);
            ref float to = ref At(ref y, (nint)phase * Panel.Size);
            nint stride = (nint)N * Panel.Size;
            ref float factors = ref {{tile}};
            {{Product}}.Set(ref factors, {{row}}, {{step}}, ref from, stride, ref to, stride, columns, terms, Panel.Size);
            for (int k = 1; k < Rank; k++)
            {
                factors = ref At(ref factors, Terms * {{step}});
                from = ref At(ref from, (nint)Rows * Panel.Size);
                {{Product}}.Add(ref factors, {{row}}, {{step}}, ref from, stride, ref to, stride, columns, terms, Panel.Size);
            }
            """);
        finish("for (int c = phase; c < R; c += N)");
    }

    // As the loops have it: S begins with the shift −(n − 1), so that Starts[c] is the place of a shift.
    private static string ByPhases(string b = "") => $"{Formula(b)}, phase by phase: y[c + i·n{b}] = Σ_k Σ_t X_f[j₀(c) + i·Q + t, k]·S_k[Starts[c] + t·n{b}]";

    // Of integers, times the unit of S and the scale of the column.
    private string Store(int index, string sum, string place, int indentation) => !shape.HasIntegers
        ? $"TSimd.Store({sum}, ref columns, {place});"
        : $"TVector scale{SourceWriter.Literal(index)} = TSimd.Multiply(unit, TSimd.Load(ref scales, {place}));\n{new string(' ', indentation)}"
            + $"TSimd.Store(TSimd.Multiply(TSimd.ToFloats({sum}), scale{SourceWriter.Literal(index)}), ref columns, {place});";

    private string NextScales(string count) => shape.HasIntegers ? $"\nscales = ref At(ref scales, {count});" : "";
}
