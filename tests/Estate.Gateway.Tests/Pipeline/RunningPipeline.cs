using System.Globalization;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;
using Estate.Gateway.Pipeline.Nightly;
using Estate.Gateway.Pipeline.Series;
using Estate.Gateway.Profiles;
using Estate.Gateway.Rules;
using Estate.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Estate.Gateway.Tests.Pipeline;

/// <summary>All of a gateway but its pages, in this process; no broker answers it.</summary>
internal sealed class RunningPipeline : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GatewayLock _alone;
    private readonly DataFolder _data;
    private readonly IHost _host;

    private RunningPipeline(string site, string device, Action<DataFolder> prepare)
    {
        var file = _folder.File("estate.yaml");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture,
            $"site: {site}\nhouseholds: 4\nbroker: {{ host: 127.0.0.1, port: {Server.FreePort()} }}\ndevices: [ {device} ]\n"));
        _data = new DataFolder(_folder.File("var"));
        prepare(_data);
        var model = EstateFileReader.Read(file, null, ProfileBook.Of(_data));
        BrokerSetup.Write(_data, model);
        _alone = new(_data);
        var estate = OpenedEstate.Open(model, _data, PlatformServices.Real);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddEstate(estate).AddObservability().AddRules(estate).AddSeries(estate)
            .AddWires(estate).AddLoop(estate).AddBuses(estate).AddBroker(estate).AddCommits().AddWatches().AddNights()
            .AddDeviceWatches(estate);
        _host = builder.Build();
        estate.Prepare(_host.Services);
    }

    internal EstateLoop Loop => _host.Services.GetRequiredService<EstateLoop>();

    internal GatewayMetrics Metrics => _host.Services.GetRequiredService<GatewayMetrics>();

    /// <summary>As /metrics shows them.</summary>
    internal string Figures => _host.Services.GetRequiredService<Telemetry>().Collect();

    internal DataFolder Data => _data;

    internal T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    internal static async Task<RunningPipeline> StartAsync(
        string site, string device = "{ id: bins/station-1 }", Action<DataFolder>? prepare = null)
    {
        var pipeline = new RunningPipeline(site, device, prepare ?? (_ => { }));
        await pipeline._host.StartAsync();
        return pipeline;
    }

    /// <summary>Facts of that type on the disk.</summary>
    internal long Kept(string type) =>
        TestDatabase.Count(_data.Database, $"SELECT count(*) FROM fact WHERE json_extract(body, '$.type') = '{type}'");

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _alone.Dispose();
        _folder.Dispose();
    }
}
