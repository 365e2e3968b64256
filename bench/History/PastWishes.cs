using Estate.Domain.Devices;

namespace Estate.Bench.History;

/// <summary>What residents of a demonstration wish for, and what was made of it.</summary>
internal static class PastWishes
{
    internal static readonly string[] Words =
    [
        "楼道灯总是不亮，老人上下楼怕摔", "南门那段路坑坑洼洼，轮椅走不了", "垃圾站旁边装个洗手池", "Benches in the shade, please", "充电棚再加几个插座",
        "小花园加装健身器材", "架空层的五间房别空着", "在小区门口加一个公交站",
    ];

    internal static readonly (Text Title, Text Idea)[] Projects =
    [
        (new("楼道灯改为人来灯亮", "Stairwell lamps that light when somebody comes"),
            new("15 个单元共 90 盏，约 12,000 元。", "90 lamps in 15 stairwells, about 12,000 yuan.")),
        (new("修南门到 3 号楼的路", "Mend the path from the south gate to building 3"),
            new("补坑，做无障碍坡道。", "Fill the holes, and a ramp for wheelchairs.")),
        (new("每个投放站装洗手池", "A basin at each waste station"), new("六个，接雨水管。", "Six of them, on the rain pipes.")),
        (new("树荫下三张长椅", "Three benches in the shade"), new("南门到 3 号楼之间。", "Between the south gate and building 3.")),
        (new("充电棚加 20 个插座", "20 more sockets for e-bikes"), new("先核定电路容量。", "Once the feeder is checked.")),
        (new("小花园健身器材", "Something to exercise on in the garden"), new("六件，软地面。", "Six pieces on a soft ground.")),
        (new("架空层五间房开放", "Open the five rooms on the ground floor"), new("用途由居民定。", "For what, the households say.")),
        (new("单元门禁换新", "New readers at the stairwell doors"), new("旧卡继续用。", "The old cards go on.")),
        (new("雨水沟清淤", "Clear the storm drains"), new("汛期之前。", "Before the rains.")),
        (new("快递柜挪到门口", "Parcel lockers to the gate"), new("让出消防通道。", "So that the fire lane is free.")),
        (new("儿童滑梯换新", "A new slide for children"), new("旧的已锈。", "The old one rusts.")),
        (new("屋顶防水", "Mend the roofs"), new("先修漏的三栋。", "The three that leak first.")),
    ];

    internal static readonly string[] Lines =
    [
        "晚上回来亮堂多了", "Bright at last", "3 单元还有一盏不亮", "谢谢", "Quick work", "坡道太陡，轮椅还是上不去", "下雨还积水",
    ];

    internal static Text Hearing { get; } = new(
        "方案和预算已说明；四人问夜里会不会太亮，定为二次勾对再问。",
        "Plan and cost were explained. Four asked whether it would be too bright at night: the households are asked once more.");

    internal static Text Coordination { get; } = new(
        "与一楼住户商定灯罩朝下。", "Agreed with those on the ground floor: the shades point down.");

    internal static Text Review { get; } = new("现场看过，登记两盏待修。", "Looked at on the spot; two lamps are to be mended.");

    internal static Text LampsDone { get; } = new("90 盏灯全部换好，整夜人来才亮。", "All 90 lamps are changed; they light when somebody comes.");

    internal static Text PathDone { get; } = new("路面补平，坡道做了一处。", "The path is even, and there is one ramp.");
}
