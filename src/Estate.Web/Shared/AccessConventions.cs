using Estate.Domain.People;

namespace Estate.Web.Shared;

/// <summary>How endpoints say who may use them.</summary>
internal static class AccessConventions
{
    /// <summary>Everything in the group needs a person of one of those roles, by token or login.</summary>
    internal static RouteGroupBuilder Require(this RouteGroupBuilder group, params Role[] roles) =>
        group.WithMetadata(new Access(roles, IsPage: false));

    /// <summary>As <see cref="Require"/>, for pages.</summary>
    internal static RouteGroupBuilder RequirePage(this RouteGroupBuilder group, params Role[] roles) =>
        group.WithMetadata(new Access(roles, IsPage: true));

    /// <summary>For everybody, also who is not logged in.</summary>
    internal static RouteGroupBuilder Open(this RouteGroupBuilder group) => group.WithMetadata(new Access(null, IsPage: false));
}
