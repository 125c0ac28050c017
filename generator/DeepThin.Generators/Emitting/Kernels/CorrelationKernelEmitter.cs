using System.Collections.Generic;
using System.Linq;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>A FIR correlation of x with the rows of W_f, and a combination of its samples with X_f.</summary>
internal sealed class CorrelationKernelEmitter(CorrelationShape shape) : KernelEmitter
{
    private readonly ReLayoutPlan _factors = shape.Factors;

    // The maps hold numbers below n. A span of bytes is read in place even in a build without optimizations, where one of wider numbers allocates.
    private string MapType => _factors.N <= byte.MaxValue + 1 ? "byte" : _factors.N <= ushort.MaxValue + 1 ? "ushort" : "int";

    public override string Describe() =>
        $"correlation: S_k[s] = Σ_p W_f[k, p]·x[s + p] at {SourceWriter.Grouped(shape.Shifts)} shifts, then y[c] = Σ_j Σ_k X_f[j, k]·S_k[j·n − c·Q]<br/>\n"
        + $"in {SourceWriter.Grouped(shape.Phases)} phases of up to {shape.ColumnsPerPhase} columns and {shape.Terms} terms";

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
        if (shape.LanesArePhases) EmitPackPhases(writer);
        else EmitPackColumns(writer);
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
            // X_f phase by phase: for each rank k and term t the columns c, c + n, c + 2n, … side by side, zeros where a column has no such term.
            const int Phases = {{shape.Phases}}, Terms = {{shape.Terms}}, Lanes = {{shape.ColumnLanes}};
            ref float packed = ref prepared;
            for (int c = 0; c < Phases; c++)
            {
                int columns = (R - c + N - 1) / N, j = (int)((long)c * Q / N), terms = (Q - 1 + N - 1 - Starts[c]) / N + 1;
                for (int k = 0; k < Rank; k++)
                {
                    for (int t = 0; t < Terms; t++)
                    {
                        int present = t < terms ? columns : 0;
                        for (int i = 0; i < present; i++) At(ref packed, i) = At(ref xf, ((nint)i * Q + j + t) * Rank + k);
                        Clear(ref At(ref packed, present), Lanes - present);
                        packed = ref At(ref packed, Lanes);
                    }
                }
            }
            """);

    public override void EmitOneSample(SourceWriter writer)
    {
        writer.Write($$"""
            // S_k[s] = Σ_p W_f[k, p]·x[s + p], s = −(n − 1) …: eight vectors of shifts stay in registers while the taps pass. Taps that are a vector
            // apart share what is read of x, so four or two of them pass together.
            const int Shifts = {{shape.PaddedShifts}};
            for (int k = 0; k < Rank; k++)
            {
                for (int u = 0; u < Shifts; u += {{CorrelationShape.ShiftVectors}} * TSimd.Count)
                {
                    ref float tap = ref At(ref wf, k * N);
                    ref float from = ref At(ref x, u - (N - 1));
                    {{Unroll.Zeros("s", CorrelationShape.ShiftVectors)}}
                    int p = 0;
                    for (; p + 4 * TSimd.Count <= N; p += 3 * TSimd.Count)
                    {
                        for (int end = p + TSimd.Count; p < end; p++)
                        {
                            {{Taps(4, 16)}}
                        }
                    }

                    for (; p + 2 * TSimd.Count <= N; p += TSimd.Count)
                    {
                        for (int end = p + TSimd.Count; p < end; p++)
                        {
                            {{Taps(2, 16)}}
                        }
                    }

                    for (; p < N; p++)
                    {
                        {{Taps(1, 12)}}
                    }

                    ref float to = ref At(ref scratch, k * Shifts + u);
                    {{Unroll.Each(8, 8, i => $"TSimd.Store(s{i}, ref to, {i} * TSimd.Count);")}}
                }
            }
            """);
        writer.Skip();
        if (shape.LanesArePhases) EmitCombinePhases(writer);
        else EmitCombineColumns(writer);
    }

    private void EmitCombinePhases(SourceWriter writer)
    {
        writer.Write($$"""
            // y[c + i·n] = Σ_k Σ_t X_f[j₀(c) + i·Q + t, k]·S_k[start(c) + t·n]: lanes run over neighbouring starts, columns i stay in registers.
            const int Terms = {{shape.Terms}}, Columns = {{shape.ColumnsPerPhase}};
            ref float columns = ref At(ref scratch, {{shape.PhaseSums}});
            ref float packed = ref prepared;
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
        });
    }

    private static void EmitPhases(SourceWriter writer, string first, int block) => writer.Write($$"""
        for (int lane = 0; lane < {{KernelShape.Lanes}}; lane += TSimd.Count)
        {
            {{Unroll.Zeros("a", block)}}
            ref float f = ref At(ref packed, lane);
            for (int k = 0; k < Rank; k++)
            {
                ref float s = ref At(ref scratch, k * Shifts + start + lane);
                for (int t = 0; t < Terms; t++)
                {
                    TVector v = TSimd.Load(ref s, t * N);
                    {{Unroll.Each(block, 12, i => $"a{i} = TSimd.MultiplyAdd(v, TSimd.Load(ref f, {i * KernelShape.Lanes}), a{i});")}}
                    f = ref At(ref f, {{block * KernelShape.Lanes}});
                }
            }

            {{Unroll.Each(block, 4, i => $"TSimd.Store(a{i}, ref columns, ({first} + {i}) * {KernelShape.Lanes} + lane);")}}
        }

        packed = ref At(ref packed, Rank * Terms * {{block * KernelShape.Lanes}});
        """);

    private void EmitCombineColumns(SourceWriter writer)
    {
        int vectors = shape.ColumnLanes % (2 * KernelShape.Lanes) == 0 ? 2 : 1;
        writer.Write($$"""
            // y[c + i·n] = Σ_k Σ_t X_f[j₀(c) + i·Q + t, k]·S_k[Starts[c] + t·n]: lanes run over i, four terms at a time.
            const int Phases = {{shape.Phases}}, Terms = {{shape.Terms}}, Columns = {{shape.ColumnsPerPhase}}, Lanes = {{shape.ColumnLanes}};
            ref float columns = ref At(ref scratch, {{shape.PhaseSums}});
            ref float packed = ref prepared;
            for (int c = 0; c < Phases; c++)
            {
                for (int lane = 0; lane < Lanes; lane += {{vectors}} * TSimd.Count)
                {
                    {{Unroll.Zeros("a", 4 * vectors)}}
                    for (int k = 0; k < Rank; k++)
                    {
                        ref float s = ref At(ref scratch, k * Shifts + Starts[c]);
                        ref float f = ref At(ref packed, k * (Terms * Lanes) + lane);
                        int t = 0;
                        for (; t + 4 <= Terms; t += 4)
                        {
                            {{Combine(4, vectors, 16)}}
                            s = ref At(ref s, 4 * N);
                            f = ref At(ref f, 4 * Lanes);
                        }

                        for (; t < Terms; t++)
                        {
                            {{Combine(1, vectors, 16)}}
                            s = ref At(ref s, N);
                            f = ref At(ref f, Lanes);
                        }
                    }

                    {{Unroll.Each(vectors, 8, v => $"TSimd.Store({Sum(v, vectors)}, ref columns, lane + {v} * TSimd.Count);")}}
                }

                ref float sum = ref At(ref sums, c);
                for (int i = 0; i < Columns; i++)
                {
                    sum = At(ref columns, i);
                    sum = ref At(ref sum, N);
                }

                packed = ref At(ref packed, Rank * Terms * Lanes);
            }
            """);
    }

    public override void EmitPanel(SourceWriter writer) => writer.Write($$"""
        // S_k[s, b] = Σ_p W_f[k, p]·x[s + p, b], s = −(n − 1) …
        const int Shifts = {{shape.Shifts}}, Rows = {{shape.PanelShifts}};
        Clear(ref scratch, N + 2 * Margin);
        ref float taps = ref At(ref scratch, Margin);
        for (int k = 0; k < Rank; k++)
        {
            for (int p = 0; p < N; p++) At(ref taps, p) = At(ref wf, k * N + p);
            {{Product}}.Correlate(
                ref taps, N, ref At(ref x, (nint)(1 - N) * Panel), ref At(ref kept, (nint)k * Rows * Panel), Shifts, Panel);
        }

        // y[c + i·n, b] = Σ_k Σ_t X_f[j₀(c) + i·Q + t, k]·S_k[Starts[c] + t·n, b]: a small matrix product for each phase.
        for (int c = 0; c < {{shape.Phases}}; c++)
        {
            int columns = (R - c + N - 1) / N, j = (int)((long)c * Q / N), terms = (Q - 1 + N - 1 - Starts[c]) / N + 1;
            ref float from = ref At(ref kept, (nint)Starts[c] * Panel);
            ref float to = ref At(ref y, (nint)c * Panel);
            nint stride = (nint)N * Panel;
            {{Product}}.Set(
                ref At(ref xf, (nint)j * Rank), Q * Rank, Rank, ref from, stride, ref to, stride, columns, terms, Panel);
            for (int k = 1; k < Rank; k++)
            {
                ref float next = ref At(ref from, (nint)k * Rows * Panel);
                {{Product}}.Add(
                    ref At(ref xf, (nint)j * Rank + k), Q * Rank, Rank, ref next, stride, ref to, stride, columns, terms, Panel);
            }
        }
        """);

    public override void EmitBackward(SourceWriter writer) => writer.Write($$"""
        const int Shifts = {{shape.Shifts}}, Rows = {{shape.PanelShifts}};
        ref float taps = ref At(ref scratch, Margin);
        ref float ds = ref At(ref scratch, {{shape.PanelScratch}});
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

    // Some taps a vector apart, on the vectors of x from the first shift of the first tap to the last shift of the last one.
    private static string Taps(int taps, int indentation)
    {
        const int Vectors = CorrelationShape.ShiftVectors;
        var lines = Enumerable.Range(0, taps).Select(k => $"TVector w{k} = TSimd.Broadcast(ref tap, p + {k} * TSimd.Count);").ToList();
        for (int i = 0; i < Vectors + taps - 1; i++)
        {
            lines.Add($"TVector v{i} = TSimd.Load(ref from, p + {i} * TSimd.Count);");
            for (int k = 0; k < taps; k++)
            {
                if (i - k is >= 0 and < Vectors) lines.Add($"s{i - k} = TSimd.MultiplyAdd(w{k}, v{i}, s{i - k});");
            }
        }

        return Unroll.Each(lines.Count, indentation, line => lines[line]);
    }

    private static string Combine(int terms, int vectors, int indentation) =>
        Unroll.Each(terms * (vectors + 1), indentation, i => Term(i / (vectors + 1), i % (vectors + 1), vectors));

    private static string Term(int t, int part, int vectors) => part == 0
        ? $"TVector w{t} = TSimd.Broadcast(ref s, {t} * N);"
        : $"a{t * vectors + part - 1} = TSimd.MultiplyAdd(w{t}, TSimd.Load(ref f, {t} * Lanes + {part - 1} * TSimd.Count), a{t * vectors + part - 1});";

    private static string Sum(int v, int vectors) => $"TSimd.Add(TSimd.Add(a{v}, a{v + vectors}), TSimd.Add(a{v + 2 * vectors}, a{v + 3 * vectors}))";
}
