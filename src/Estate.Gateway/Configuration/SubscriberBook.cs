using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Estate.Gateway.Configuration;

/// <summary>
/// Users of the broker that belong to other people's programs: each may read what the gateway makes of its devices and say nothing. Whoever
/// is in the file is let in, nobody else; the broker's files follow at once.
/// </summary>
internal sealed partial class SubscriberBook(DataFolder folder)
{
    /// <summary>In front of each name: no device, bridge or program of ours has a full stop in its own.</summary>
    internal const string Prefix = "subscriber.";

    /// <summary>Each may hold connections and a queue in the broker's memory.</summary>
    internal const int MaxSubscribers = 20;

    /// <summary>User names and passwords.</summary>
    internal IReadOnlyDictionary<string, string> Known => File.Exists(folder.SubscriberCredentials)
        ? File.ReadAllLines(folder.SubscriberCredentials).Select(line => line.Split(',')).ToDictionary(parts => parts[0], parts => parts[1])
        : new Dictionary<string, string>();

    /// <returns>Its user name and password.</returns>
    /// <exception cref="ConfigurationException">A name that cannot be, or is there; nothing was changed.</exception>
    internal (string User, string Password) Add(string name, EstateModel model)
    {
        if (!Name().IsMatch(name))
            throw new ConfigurationException($"'{name}' is no name of a subscriber: 1 to 40 small letters, digits and '-'");
        var known = new Dictionary<string, string>(Known);
        if (known.ContainsKey(Prefix + name))
            throw new ConfigurationException($"there is a subscriber {name} already; 'subscribers remove {name}' ends it");
        if (known.Count >= MaxSubscribers)
            throw new ConfigurationException($"there are {known.Count} subscribers, at most {MaxSubscribers}; remove one first");
        var (user, password) = (Prefix + name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        known.Add(user, password);
        Write(known, model);
        return (user, password);
    }

    /// <summary>It is refused from now on, and a connection it has ends.</summary>
    /// <exception cref="ConfigurationException">There is none of that name.</exception>
    internal void Remove(string name, EstateModel model)
    {
        var known = new Dictionary<string, string>(Known);
        if (!known.Remove(Prefix + name))
            throw new ConfigurationException($"there is no subscriber {name}; 'subscribers list' says which there are");
        Write(known, model);
    }

    private void Write(Dictionary<string, string> known, EstateModel model)
    {
        DataFolder.WritePrivate(
            folder.SubscriberCredentials, Encoding.ASCII.GetBytes(string.Concat(known.Select(one => $"{one.Key},{one.Value}\n"))));
        BrokerSetup.Write(folder, model);
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,40}\z")]
    private static partial Regex Name();
}
