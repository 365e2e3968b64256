using System.Security.Cryptography;

namespace Estate.Gateway.Backup;

/// <summary>Opens what was sealed; never hands out a byte that was not there when it was sealed.</summary>
/// <param name="name">For whoever reads what is wrong.</param>
internal sealed class OpeningStream(Stream file, byte[] key, string name) : Stream
{
    private readonly ChaCha20Poly1305 _cipher = new(key);
    private readonly byte[] _plain = new byte[Sealing.Piece];
    private readonly byte[] _sealed = new byte[Sealing.Piece + Sealing.Tag];
    private readonly byte[] _nonce = Sealing.NewNonce();
    private int _held, _taken;
    private long _number;
    private bool _isOver;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="IOException">The file is cut short or damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_taken == _held && !_isOver && buffer.Length > 0)
            Next();
        var count = Math.Min(buffer.Length, _held - _taken);
        _plain.AsSpan(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _cipher.Dispose();
        base.Dispose(disposing);
    }

    private void Next()
    {
        var read = file.ReadAtLeast(_sealed, _sealed.Length, throwOnEndOfStream: false);
        var isLast = read < _sealed.Length || file.Position == file.Length;
        if (read < Sealing.Tag || !TryOpen(read, isLast))
            throw isLast && (read < Sealing.Tag || read < _sealed.Length || TryOpen(read, isLast: false))
                ? new IOException($"{name} 不完整：在第 {file.Length} 字节处断了，或者末尾已损坏。什么都没有改动，请换一份备份。 / {name} is cut short: it ends after "
                    + $"{file.Length} bytes in the middle of things (or its end is damaged). Nothing was changed; take another backup.")
                : new IOException($"{name} 已损坏（第 {file.Position} 字节之前）。什么都没有改动，请换一份备份。 / {name} is damaged, somewhere before byte "
                    + $"{file.Position}. Nothing was changed; take another backup.");
        (_taken, _number, _isOver) = (0, _number + 1, isLast);
    }

    private bool TryOpen(int read, bool isLast)
    {
        Sealing.Nonce(_nonce, _number, isLast);
        _held = read - Sealing.Tag;
        try
        {
            _cipher.Decrypt(_nonce, _sealed.AsSpan(0, _held), _sealed.AsSpan(_held, Sealing.Tag), _plain.AsSpan(0, _held));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            _held = 0;
            return false;
        }
    }
}
