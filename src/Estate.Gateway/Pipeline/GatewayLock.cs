using Estate.Domain.Devices;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// One gateway for a data folder: two would each remember half, and a household that is erased would come back. Held before anything is
/// read, and let go of last of all: until then somebody may still write.
/// </summary>
internal sealed class GatewayLock : IDisposable
{
    private readonly IDisposable _held;

    /// <exception cref="ConfigurationException">Somebody else has the folder.</exception>
    public GatewayLock(DataFolder folder) => (Folder, _held) = (folder, folder.HoldAlone(new Text(
        $"数据目录 {folder.Root} 已有一个网关在运行（或正在删除住户信息、恢复备份），请先停止它",
        $"a gateway runs on the data folder {folder.Root} already (or a household is being erased there, or a backup restored): stop it "
            + "first, or name another folder with --data")));

    public DataFolder Folder { get; }

    public void Dispose() => _held.Dispose();
}
