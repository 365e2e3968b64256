using Estate.Adapters.Chips;
using Estate.Adapters.Gpio;
using Estate.Adapters.Mqtt;
using Estate.Gateway.Configuration;
using Estate.Gateway.Found;
using Estate.Gateway.Profiles;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>Where devices speak and hear: the machine's own lines and buses, and the broker.</summary>
internal static class DeviceServices
{
    internal static IServiceCollection AddWires(this IServiceCollection services, OpenedEstate estate)
    {
        var (model, open) = (estate.Model, estate.Platform.OpenPins);
        return services
            .AddGpio(() => open(model.Pins.Plan(estate.Kinds), model.Pins.Mode, estate.Folder.PinSocket))
            .AddSingleton(all => new WiredInput(all.GetRequiredService<LoopInbox>(), estate.Kinds, estate.Clock))
            .AddPart<PinService>("本机接线检查", "the watch over the wires");
    }

    internal static IServiceCollection AddBuses(this IServiceCollection services, OpenedEstate estate) => services
        .AddChips(() => estate.Platform.OpenChips(estate.Model.Pins.Chips))
        .AddPart<ChipService>("读卡器与显示屏", "card readers, displays and sensors of this computer");

    internal static IServiceCollection AddBroker(this IServiceCollection services, OpenedEstate estate)
    {
        var (model, kinds) = (estate.Model, estate.Kinds);
        var foreign = InventoryCheck.OfDevices(() => new ForeignTopics(model.Inventory));
        var decoder = new MessageDecoder(model.Site, kinds, estate.Devices, estate.Folder.EventKey())
        {
            Network = InventoryCheck.OfDevices(() => RadioInput.Of(model, estate.Folder)),
            Foreign = foreign,
        };
        return services.AddMqtt(LinkOf(estate, foreign), decoder, kinds, model.Site)
            .AddSingleton(all => ActivatorUtilities.CreateInstance<LiveInventory>(all, estate))
            .AddHostedService<BrokerService>()
            .AddPart<ReceiptRelease>("消息回执", "receipts while the disk is silent")
            .AddPart<HomeAssistantService>("Home Assistant", "Home Assistant")
            .AddPart<CertificateWatch>("证书", "certificates")
            .AddSingleton(all => ActivatorUtilities.CreateInstance<FoundService>(all, estate))
            .AddPart<FoundService>("发现新设备", "looking for devices that announce themselves")
            .AddSingleton<CodecReload>().AddPart<ProfileWatch>("设备描述文件", "profiles");
    }

    internal static IServiceCollection AddDeviceWatches(this IServiceCollection services, OpenedEstate estate) => services
        .AddSingleton(all => ActivatorUtilities.CreateInstance<ProviderService>(all, estate))
        .AddPart<ProviderService>("叫车等外部服务", "services of providers")
        .AddSingleton(all => ActivatorUtilities.CreateInstance<ProbeService>(all, estate))
        .AddPart<ProbeService>("网络设备的查询", "probes of the network's boxes")
        .AddPart<CardRefresh>("卡名单", "the list of cards")
        .AddPart<ConductWatch>("设备消息量", "the watch over devices that say too much")
        .AddHostedService(all => all.GetRequiredService<EventLookups>());

    private static MqttLink LinkOf(OpenedEstate estate, ForeignTopics foreign)
    {
        var (model, surroundings) = (estate.Model, estate.Platform);
        IBrokerClient Open(BrokerSession session) => surroundings.OpenBroker(session, surroundings.Time);
        var options = new LinkOptions(
            estate.Folder.GatewayPassword(), Open, model.HomeAssistantPrefix is null ? null : model.HomeAssistantBirth);
        // Only a broker of this machine's own says what it dropped.
        IEnumerable<string> dropped = model.Broker.CaFile is null ? [MqttLink.DroppedTopic] : [];
        return new(model.Site, model.BrokerFor(estate.Folder), options, foreign, [.. RadioInput.Filters(model), .. dropped]);
    }
}
