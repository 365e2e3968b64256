using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Notices;

/// <summary>What the committee tells everybody (通知). It binds nobody, so that one member is enough.</summary>
/// <param name="Until">Exclusive.</param>
public sealed record Notice(string Id, Text Title, Text Body, Instant From, Instant Until)
{
    public string Author { get; init; } = "";
}

/// <summary>Where a notice stands.</summary>
/// <param name="IsTold">Browsers in which people asked for notices were told of it.</param>
public sealed record NoticeStanding(Notice Notice, bool IsWithdrawn = false, bool IsTold = false)
{
    public bool IsShownAt(Instant now) => !IsWithdrawn && Notice.From <= now && now < Notice.Until;

    public bool IsOverAt(Instant now) => Notice.Until <= now;

    internal NoticeStanding With(NoticeFact fact) => fact switch
    {
        NoticeWithdrawn => this with { IsWithdrawn = true },
        NoticeRestored => this with { IsWithdrawn = false },
        NoticeTold => this with { IsTold = true },
        _ => this,
    };

    /// <summary>As before it, whatever came since.</summary>
    internal NoticeStanding Without(NoticeFact fact) => fact switch
    {
        NoticeWithdrawn => this with { IsWithdrawn = false },
        NoticeRestored => this with { IsWithdrawn = true },
        NoticeTold => this with { IsTold = false },
        _ => this,
    };
}

/// <summary>Everybody sees it from its time on, at once where that has come.</summary>
public sealed record PublishNotice(Notice Notice) : IProposable;

/// <summary>Nobody sees it any more; <see cref="RestoreNotice"/> takes that back.</summary>
public sealed record WithdrawNotice(string Notice) : IRequest
{
    string IRequest.About => Notice;
}

public sealed record RestoreNotice(string Notice) : IRequest
{
    string IRequest.About => Notice;
}

/// <summary>Browsers were told of it.</summary>
public sealed record NoteNoticeTold(string Notice) : IRequest
{
    string IRequest.About => Notice;
}
