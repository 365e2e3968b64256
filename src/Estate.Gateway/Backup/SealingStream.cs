using System.Security.Cryptography;

namespace Estate.Gateway.Backup;

/// <summary>Closes what is written to it; complete only after <see cref="Finish"/>.</summary>
internal sealed class SealingStream(Stream file, byte[] key) : Stream
{
    private readonly ChaCha20Poly1305 _cipher = new(key);
    private readonly byte[] _plain = new byte[Sealing.Piece];
    private readonly byte[] _sealed = new byte[Sealing.Piece + Sealing.Tag];
    private readonly byte[] _nonce = Sealing.NewNonce();
    private int _held;
    private long _number;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full piece waits for what follows it: only then it is known not to be the last.
            if (_held == Sealing.Piece)
                Send(isLast: false);
            var taken = Math.Min(buffer.Length, Sealing.Piece - _held);
            buffer[..taken].CopyTo(_plain.AsSpan(_held));
            _held += taken;
            buffer = buffer[taken..];
        }
    }

    /// <summary>The end, also of nothing.</summary>
    internal void Finish() => Send(isLast: true);

    public override void Flush() => file.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _cipher.Dispose();
        base.Dispose(disposing);
    }

    private void Send(bool isLast)
    {
        Sealing.Nonce(_nonce, _number++, isLast);
        _cipher.Encrypt(_nonce, _plain.AsSpan(0, _held), _sealed.AsSpan(0, _held), _sealed.AsSpan(_held, Sealing.Tag));
        file.Write(_sealed, 0, _held + Sealing.Tag);
        _held = 0;
    }
}
