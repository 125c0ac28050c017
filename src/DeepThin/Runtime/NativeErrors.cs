using System.Text;

namespace DeepThin.Runtime;

/// <summary>The message of each thread's last failure in a call from another language.</summary>
internal static class NativeErrors
{
    [ThreadStatic]
    private static string? _last;

    /// <summary>Keeps a message and returns its code.</summary>
    /// <param name="result">What went wrong.</param>
    /// <param name="message">What was found, and what would work.</param>
    public static int Fail(NativeResult result, string message)
    {
        _last = message;
        return (int)result;
    }

    /// <summary>Keeps the message of an exception and returns its code.</summary>
    /// <param name="error">The exception.</param>
    public static int Fail(Exception error) => Fail(
        error switch
        {
            WeightsException => NativeResult.Weights,
            IOException or UnauthorizedAccessException => NativeResult.File,
            _ => NativeResult.Other,
        },
        error is WeightsException or IOException or UnauthorizedAccessException ? error.Message.TrimEnd('.') : $"{error.GetType().Name}: {error.Message.TrimEnd('.')}");

    /// <summary>Writes the calling thread's message as UTF-8, as much of it as there is room for, and a zero at its end.</summary>
    /// <param name="buffer">The place, or null.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>The bytes that the whole message needs with the zero; 1 where nothing has failed.</returns>
    public static unsafe nuint Copy(nint buffer, nuint length)
    {
        byte[] message = Encoding.UTF8.GetBytes((_last ?? "").Replace('\0', '\uFFFD'));
        if (buffer != 0 && length > 0)
        {
            int fit = (int)Math.Min((nuint)message.Length, length - 1);
            while (fit > 0 && fit < message.Length && IsContinuation(message[fit])) fit--;
            message.AsSpan(0, fit).CopyTo(new Span<byte>((byte*)buffer, fit));
            ((byte*)buffer)[fit] = 0;
        }

        return (nuint)message.Length + 1;
    }

    // A character that does not fit whole is left out.
    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
