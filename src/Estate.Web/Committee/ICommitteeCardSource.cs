namespace Estate.Web.Committee;

/// <summary>What another slice puts on the committee's first page.</summary>
internal interface ICommitteeCardSource
{
    Task<CommitteeCard> FindAsync();
}
