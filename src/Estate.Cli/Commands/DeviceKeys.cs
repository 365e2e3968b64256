using System.Globalization;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Estate.Web.Devices;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Cli.Commands;

/// <summary>
/// Devices and their credentials as the machine's owner changes them; every change is a line of the audit, under the name of who is logged
/// in.
/// </summary>
internal sealed class DeviceKeys(DataFolder folder, string estateFile, TimeProvider time)
{
    private const int MaxDays = 3660;

    private readonly InventoryEditor _editor = new(folder, estateFile);

    internal IEnumerable<string> Add(string id, IReadOnlyDictionary<string, string?> values, Credential credential)
    {
        var model = _editor.Next();
        Check(credential, model, id);
        if (model.Inventory.Any(one => one.Device.ToString() == id))
            throw new ConfigurationException($"there is {id} already; 'device renew {id}' makes new credentials for it");
        Try(_editor.Put(id, values, []));
        Audit("device_saved", id, string.Join(' ', values.Select(pair => $"{pair.Key}={pair.Value}")));
        var settings = Find(id);
        if (credential.IsCertificate)
            return Certify(settings, credential).Append(Restart);
        Try(_editor.Alone(() => BrokerSetup.Renew(folder, _editor.Next(), settings.Device.Name)));
        return Password(settings, credential.Out).Append(Restart);
    }

    /// <summary>For a device that is not adopted yet.</summary>
    internal IEnumerable<string> Newcomer()
    {
        (string Name, string Password)? made = null;
        Try(_editor.Alone(() => made = BrokerSetup.AddNewcomer(folder, _editor.Next())));
        var (name, password) = made!.Value;
        Audit("newcomer_added", name, "");
        return [$"{name},{password}", "With these a device can announce itself on the broker, and nothing else, until it is adopted "
            + "('device found', or the devices page)."];
    }

    internal IEnumerable<string> Renew(string id, Credential credential)
    {
        var settings = Find(id);
        CheckUnwired(settings);
        Check(credential, _editor.Next(), id);
        if (credential.IsCertificate)
            return Certify(settings, credential);
        Try(_editor.Alone(() => BrokerSetup.Renew(folder, _editor.Next(), settings.Device.Name)));
        Audit("device_renewed", id, "password");
        return Password(settings, credential.Out);
    }

    internal IEnumerable<string> Show(string id, string? target)
    {
        var settings = Find(id);
        CheckUnwired(settings);
        if (BrokerSetup.IsRevoked(folder, settings.Device.Name))
            return [$"{id} was revoked: the broker lets it in no more. 'device renew {id}' ends that."];
        if (new DeviceAuthority(folder, time).EndOf(settings.Device.Name) is { } until)
            return [$"{id} proves itself with a certificate that holds until {Date(until)}. Its key is only in the device; 'device renew "
                + $"{id} --certificate' makes another."];
        Audit("device_password_shown", id, "");
        return Password(settings, target);
    }

    internal IEnumerable<string> Revoke(string id, string reason)
    {
        var settings = Find(id);
        Try(_editor.Alone(() => BrokerSetup.Revoke(folder, _editor.Next(), settings.Device.Name)));
        Audit("device_revoked", id, reason);
        return [$"{id} can say and hear nothing any more, and is refused when it connects again."];
    }

    internal IEnumerable<string> Remove(string id, string reason)
    {
        _ = Find(id);
        Try(_editor.Retire(id));
        Audit("device_retired", id, reason);
        return [$"{id} is taken out, and the broker lets it in no more.", Restart];
    }

    internal IEnumerable<string> List()
    {
        var authority = new DeviceAuthority(folder, time);
        return _editor.Next().Inventory.Select(one => (Id: one.Device.ToString(), one.Device.Name, one.IsWired)).OrderBy(one =>
            one.Id, StringComparer.Ordinal).Select(one => $"{one.Id}  " + (one.IsWired ? "this computer's own lines"
                : BrokerSetup.IsRevoked(folder, one.Name) ? "revoked"
                : authority.EndOf(one.Name) is { } until ? $"certificate until {Date(until)}{Soon(until)}"
                : BrokerSetup.PasswordOf(folder, one.Name) is null ? "nothing yet: run init" : "password"));
    }

    private const string Restart = "A running gateway knows of it when it starts again ('Restart' on the devices page, or systemctl "
        + "restart estate-gateway); the broker at once.";

    private List<string> Certify(DeviceSettings settings, Credential credential)
    {
        DeviceCertificate? made = null;
        Try(_editor.Alone(() => made = BrokerSetup.Certify(folder, _editor.Next(), (settings.Device.Name, credential.Days), time)));
        Audit("device_certified", settings.Device.ToString(), $"until {Date(made!.NotAfter)}");
        var (model, path) = (_editor.Next(), credential.FolderOf(settings.Device.Name)!);
        var link = string.Create(
            CultureInfo.InvariantCulture,
            $"mqtts://{settings.Device.Name}@{model.BrokerNames[0]}:{model.Listeners.Certificate}/estate/{model.Site}/{settings.Device}");
        Put(path, ("ca.crt", made.Authority), ("device.crt", made.Certificate), ("device.key", made.Key), ("qr.svg", QrCode.Svg(link)));
        return [$"{path}: ca.crt device.crt device.key, valid until {Date(made.NotAfter)}. Put them into the device and delete the "
            + "folder: the key is nowhere else.", link];
    }

    private List<string> Password(DeviceSettings settings, string? target)
    {
        var (model, name) = (_editor.Next(), settings.Device.Name);
        var access = new DeviceAccess(
            settings, model.Listeners.Password is null ? model.Broker.Host : model.BrokerNames[0], model.Listeners.Password
            ?? model.Broker.Port, BrokerSetup.PasswordOf(folder, name)!, $"estate/{model.Site}/{settings.Device}",
            model.Listeners.Password is not null);
        if (target is not null)
            Put(Path.Combine(target, name), ("password.csv", $"{name},{access.Password}\n"), ("ca.crt", File.ReadAllText(folder.Authority)),
                ("qr.svg", QrCode.Svg(access.Link)));
        return [$"{name},{access.Password}", access.Link, QrCode.Blocks(access.Link)];
    }

    private static void Put(string path, params IEnumerable<(string Name, string Text)> files)
    {
        foreach (var (name, text) in files)
            DataFolder.WritePrivate(Path.Combine(path, name), System.Text.Encoding.UTF8.GetBytes(text));
    }

    private static void Check(Credential credential, EstateModel model, string id)
    {
        if (credential.IsCertificate && model.Listeners.Certificate is null)
            throw new ConfigurationException($"{model.File}: broker.tls_client_port says where devices with certificates connect; it is "
                + "not there. Set it, and restart gateway and broker.");
        if (credential.Days is < 1 or > MaxDays)
            throw new ConfigurationException($"--valid-days: 1 to {MaxDays}");
        // What a device is given must have a place before what it had is worth nothing.
        if (credential.FolderOf(id.Split('/')[^1]) is { } path && WriteProbe.In(path) is { } problem)
            throw new ConfigurationException($"{path} cannot be written by {Environment.UserName}: {problem}. Nothing was changed; name "
                + "another folder with --out, such as --out /tmp");
    }

    private static void CheckUnwired(DeviceSettings settings)
    {
        if (settings.IsWired)
            throw new ConfigurationException($"{settings.Device} hangs on this computer's own lines (pins: in estate.yaml); it has no "
                + "password, and the broker lets nobody in under its name");
    }

    private DeviceSettings Find(string id) => _editor.Next().Inventory.FirstOrDefault(one => one.Device.ToString() == id)
        ?? throw new ConfigurationException($"there is no device {id}; 'device list' says which there are");

    private static void Try(Text? problem)
    {
        if (problem is { } text)
            throw new ConfigurationException(text);
    }

    private void Audit(string action, string id, string detail) => new AuditChain(folder.OpenDatabase(), folder.AuditKey())
        .Append(new(Instant.FromDateTimeOffset(time.GetUtcNow()), Caller.Local, action, id, detail));

    private string Soon(DateTime until) => (until - time.GetUtcNow().UtcDateTime).TotalDays switch
    {
        < 0 => ", OVER",
        < 60 and var days => string.Create(CultureInfo.InvariantCulture, $", {days:0} days left"),
        _ => "",
    };

    private static string Date(DateTime at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
