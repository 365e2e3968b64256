using System.Net.Sockets;
using Estate.Adapters.Storage;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

/// <summary>One at a time; and a disk that cannot be used is not taken for somebody who is there already.</summary>
public sealed class SingleInstanceLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("lock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_program_is_refused_until_the_first_has_ended()
    {
        using (SingleInstanceLock.TryHold(File))
            Assert.Null(SingleInstanceLock.TryHold(File));
        using var next = SingleInstanceLock.TryHold(File);
        Assert.NotNull(next);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_not_locked()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        // As on a disk that has become read-only: it is there, and the system does not open it.
        socket.Bind(new UnixDomainSocketEndPoint(File));
        Assert.Throws<IOException>(() => SingleInstanceLock.TryHold(File));
    }
}
