using Estate.Domain.Devices;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline;

/// <summary>One gateway for a data folder: two would each remember half, and a household that is erased would come back.</summary>
internal sealed class SoleGateway(DataFolder folder) : IHostedService, IDisposable
{
    private IDisposable? _held;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _held = folder.HoldAlone(new Text(
            $"数据目录 {folder.Root} 已有一个网关在运行（或正在删除住户信息），请先停止它",
            $"a gateway runs on the data folder {folder.Root} already (or a household is being erased there): stop it first, or name another folder with --data"));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Last of all: until then somebody may still write.</summary>
    public void Dispose() => _held?.Dispose();
}
