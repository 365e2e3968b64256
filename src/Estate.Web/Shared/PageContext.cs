using Estate.Gateway.Pipeline;

namespace Estate.Web.Shared;

/// <summary>What nearly every page is made with: the machine to ask, what is on the disk, and the pen.</summary>
internal sealed record PageContext(EstateLoop Loop, PageReads Reads, PageRenderer Pages);
