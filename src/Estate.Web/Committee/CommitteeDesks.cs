using Estate.Domain.Notices;
using Estate.Domain.People;
using Estate.Domain.Points;

namespace Estate.Web.Committee;

/// <summary>Where what the committee decides and says is kept.</summary>
internal sealed record CommitteeDesks(PointsReactor Points, PollReactor Polls, NoticeReactor Notices);
