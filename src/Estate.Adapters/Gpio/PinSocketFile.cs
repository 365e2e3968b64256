using System.Net.Sockets;

namespace Estate.Adapters.Gpio;

/// <summary>Puts a socket where nobody listens, for this user only.</summary>
internal static class PinSocketFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <returns>Null when <paramref name="listener"/> listens; otherwise why it does not and what to do.</returns>
    internal static string? Open(string path, out Socket? listener)
    {
        listener = null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var end = new UnixDomainSocketEndPoint(path);
            if (MakeRoom(path, end) is { } obstacle)
                return obstacle;
            socket.Bind(end);
            // Before it listens, nobody can have connected.
            File.SetUnixFileMode(path, OwnerOnly);
            socket.Listen();
            (listener, socket) = (socket, null);
            return null;
        }
        catch (Exception failure) when (failure is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"simulated pins cannot listen at {path}: {failure.Message}; set a path in a folder of this user, of at most 107 bytes";
        }
        finally
        {
            socket?.Dispose();
        }
    }

    private static string? MakeRoom(string path, UnixDomainSocketEndPoint end)
    {
        var file = new FileInfo(path);
        if (file.Directory is { Exists: false } folder)
            return $"simulated pins cannot listen at {path}: there is no folder {folder.FullName}; make it";
        if (!file.Exists)
            return null;
        // A socket has no length; whatever has one is somebody's file.
        if (file.Length > 0)
            return $"simulated pins cannot listen at {path}: a file is there; move it away, or set another path";
        if (IsAnswered(end))
            return $"simulated pins cannot listen at {path}: another program listens there; end it, or set another path";
        file.Delete();
        return null;
    }

    private static bool IsAnswered(UnixDomainSocketEndPoint end)
    {
        // Not blocking: with a listener that takes nobody, connecting would wait for ever.
        using var caller = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            caller.Connect(end);
            return true;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress;
        }
    }
}
