using Estate.Domain.Alerts;
using Estate.Domain.Devices;

namespace Estate.Web.Shared;

/// <summary>All that a slice brings to the site.</summary>
internal interface IWebSlice
{
    /// <summary>Who stands where in the menu.</summary>
    IReadOnlyList<MenuEntry> Menu => [];

    /// <summary>What the handbooks say of its pages.</summary>
    IReadOnlyList<HelpSection> Help => [];

    /// <summary>What its endpoints are made with.</summary>
    void AddTo(IServiceCollection services) { }

    /// <summary>Its pages and its API.</summary>
    void MapTo(WebApplication app);

    /// <summary>Where everybody sees the device; null for one of another slice.</summary>
    string? PageOf(DeviceId device) => null;

    /// <summary>A letter that stands for such a device on the estate's plan; null for one of another slice.</summary>
    Text? SignOf(DeviceId device) => null;

    /// <summary>Where staff look closer at what an alert is about; null where there is no such page.</summary>
    PageLink? StaffPageOf(AlertKey key) => null;

    /// <summary>What stands below the alerts, for those who deal with them.</summary>
    PageLink? BesideAlerts => null;

    /// <summary>What everybody finds here, in a word or two; search engines get it.</summary>
    Text? Offers => null;

    /// <summary>It is shown with something larger, and has no card of its own.</summary>
    bool IsPart(DeviceId device) => false;
}
