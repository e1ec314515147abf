-- Units, the tree of categories (departments, and a category a noun) and the attributes items have.
insert into inventory.units (code, name, decimals) values
('ea', 'each', 0), ('case', 'case', 0), ('kg', 'kilogram', 3), ('l', 'litre', 3), ('m', 'metre', 2);

create table bench_data.department (
    department int generated always as identity, code text, name text, nouns text[], kinds text[], sizes text[]
);
insert into bench_data.department (code, name, nouns, kinds, sizes) values
('FASTENERS', 'Fasteners', '{Hex bolt,Socket screw,Hex nut,Washer,Wood screw,Threaded rod,Rivet,Wall anchor}',
 '{stainless,"zinc plated",brass,galvanised,"black oxide",titanium}', '{M3 x 10,M4 x 16,M5 x 20,M6 x 30,M8 x 40,M10 x 60,M12 x 80}'),
('TOOLS', 'Hand and power tools', '{Hammer,Screwdriver,Drill bit,Saw blade,Pliers,Spanner,Cordless drill,Tape measure}',
 '{forged,insulated,"quick change",carbide,heavy duty,compact}', '{6 mm,8 mm,10 mm,13 mm,160 mm,300 mm,18 V}'),
('ELECTRIC', 'Electrical', '{Cable,Socket,Switch,Fuse,LED lamp,Cable tie,Connector,Junction box}',
 '{halogen free,IP44,white,warm,shielded,three phase}', '{1.5 mm2,2.5 mm2,10 A,16 A,32 A,60 W,230 V}'),
('PLUMBING', 'Plumbing', '{Pipe,Elbow,Ball valve,Gasket,Tap,Hose,Clamp,Coupling}',
 '{copper,brass,PVC,PEX,chrome,flexible}', '{15 mm,22 mm,28 mm,1/2 in,3/4 in,1 in,2 m}'),
('SAFETY', 'Safety', '{Helmet,Glove,Safety boot,Goggles,Ear plug,Vest,Respirator,First aid kit}',
 '{"cut resistant",nitrile,ventilated,high visibility,anti fog,leather}', '{XS,S,M,L,XL,XXL,one size}'),
('CLEANING', 'Cleaning', '{Detergent,Degreaser,Disinfectant,Mop,Sponge,Bin liner,Paper towel,Soap}',
 '{lemon,unscented,concentrated,biodegradable,industrial,foaming}', '{0.5 l,1 l,5 l,10 l,25 l,60 l,pack of 10}'),
('PACKING', 'Packaging', '{Carton,Stretch film,Adhesive tape,Label,Pallet,Bubble wrap,Envelope,Strap}',
 '{recycled,double wall,transparent,printed,thermal,reinforced}', '{A4,A5,200 x 150,300 x 200,400 x 300,600 x 400,50 mm}'),
('FOOD', 'Food', '{Coffee,Tea,Sugar,Rice,Pasta,Olive oil,Flour,Chocolate}',
 '{organic,"fair trade",ground,wholegrain,dark,"extra virgin"}', '{100 g,250 g,500 g,1 kg,5 kg,0.75 l,case}'),
('OFFICE', 'Office', '{Ballpoint pen,Notebook,Stapler,Toner,Folder,Whiteboard marker,Desk lamp,Paper}',
 '{blue,black,red,ruled,compatible,recycled}', '{A4,A5,0.5 mm,0.7 mm,80 g,high yield,pack of 12}'),
('PARTS', 'Machine parts', '{Bearing,Belt,Seal,Filter,Spring,Gear,Coupling element,Motor}',
 '{sealed,hardened,toothed,nitrile,oil,precision}', '{6204,6305,SPZ 900,XPA 1250,24 V,0.37 kW,20 x 40 x 7}'),
('PAINT', 'Paints and chemicals', '{Wall paint,Primer,Varnish,Thinner,Silicone,Epoxy,Grease,Spray paint}',
 '{matt,gloss,"water based",fast drying,food grade,transparent}', '{RAL 9010,RAL 7016,RAL 3020,RAL 5010,310 ml,400 ml,2.5 l}'),
('OUTDOOR', 'Garden and outdoor', '{Spade,Rake,Garden hose,Seed mix,Fertiliser,Plant pot,Tarpaulin,Rope}',
 '{ash handle,UV stable,terracotta,slow release,braided,folding}', '{20 m,50 m,5 kg,20 kg,3 x 4 m,10 mm,25 cm}');

insert into inventory.categories (code, name) values ('ALL', 'All goods');
insert into inventory.categories (code, name, parent_id)
select d.code, d.name, (select c.category_id from inventory.categories as c where c.code = 'ALL')
from bench_data.department as d order by d.department;
insert into inventory.categories (code, name, parent_id)
select d.code || '.' || replace(upper(n.noun), ' ', '-'), n.noun || 's', c.category_id
from bench_data.department as d
cross join unnest(d.nouns) with ordinality as n (noun, position)
join inventory.categories as c on c.code = d.code
order by d.department, n.position;

insert into inventory.attributes (category_id, attribute, label, type, unit, choices)
select c.category_id, a.attribute, a.label, a.type, a.unit, a.choices
from (values
    ('ALL', 'brand', 'Brand', 'text', null, null),
    ('ALL', 'ean', 'EAN', 'text', null, null),
    ('ALL', 'weight', 'Weight', 'number', 'kg', null),
    ('ALL', 'colour', 'Colour', 'choice', null, '{black,blue,green,grey,red,white,yellow}'::text[]),
    ('FASTENERS', 'thread', 'Thread', 'choice', null, '{coarse,fine}'),
    ('TOOLS', 'voltage', 'Voltage', 'number', 'V', null),
    ('ELECTRIC', 'voltage', 'Voltage', 'number', 'V', null),
    ('CLEANING', 'hazardous', 'Hazardous', 'boolean', null, null),
    ('PAINT', 'hazardous', 'Hazardous', 'boolean', null, null),
    ('FOOD', 'organic', 'Organic', 'boolean', null, null)
) as a (category, attribute, label, type, unit, choices)
join inventory.categories as c on c.code = a.category;

-- One row a category that items are in, numbered from 0.
create table bench_data.leaf as
select
    row_number() over (order by d.department, n.position)::int - 1 as leaf, c.category_id, d.code as department,
    n.noun, d.kinds, d.sizes, rpad(upper(left(regexp_replace(n.noun, '[^A-Za-z]', '', 'g'), 4)), 3, 'X') as prefix
from bench_data.department as d
cross join unnest(d.nouns) with ordinality as n (noun, position)
join inventory.categories as c on c.code = d.code || '.' || replace(upper(n.noun), ' ', '-');
