namespace DeepThin.Planning;

/// <summary>The sizes of the two factors X_f (m×r) and W_f (r×n) that stand for a matrix of Q×R.</summary>
internal sealed record ReLayoutPlan(int Q, int R, int Rank, int N)
{
    public int M { get; } = ReLayout.RowsFor(Q, R, N);

    /// <summary>Wide at and above n = sqrt(QR), the n with the fewest parameters; tall below.</summary>
    public Form Form { get; } = (long)N * N >= (long)Q * R ? Form.Wide : Form.Tall;

    public long Parameters => Rank * ((long)M + N);

    public double Ratio => Parameters / ((double)Q * R);
}
